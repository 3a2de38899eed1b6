// A small application, built for production and started. Its routes are in several bundles of one process.
import assert from "node:assert/strict";

const nextConfig = (root) => `export default {
  turbopack: { root: ${JSON.stringify(root)} },
  outputFileTracingRoot: ${JSON.stringify(root)},
};
`;

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable", "DOM"],
    module: "ESNext",
    moduleResolution: "bundler",
    strict: true,
    jsx: "react-jsx",
    experimentalDecorators: true,
    skipLibCheck: true,
  },
};

const env = { NEXT_TELEMETRY_DISABLED: "1" };

const files = [
  "app/layout.tsx",
  "app/page.tsx",
  "app/metrics/route.ts",
  "app/run/route.ts",
  "pages/api/metrics.ts",
  "pages/api/orders.ts",
  "orders.ts",
];

const samples = [
  'order_lists_total{by="page"} 1',
  'order_lists_total{by="api"} 1',
  'method_calls_total{class="Orders",method="list"} 2',
  "order_list_calls_total 2",
];

const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

async function get(url, headers = {}) {
  const response = await fetch(url, { headers });
  const text = await response.text();
  assert.equal(response.status, 200, `${url} responded with ${response.status}\n${text}`);
  return { contentType: response.headers.get("content-type"), text };
}

async function useAll(url) {
  assert.equal((await get(`${url}/run`)).text, "finished");
  assert.match((await get(url)).text, /bread, salt/);
  assert.equal((await get(`${url}/api/orders`)).text, '["bread","salt"]');
  for (const path of ["metrics", "api/metrics"]) {
    const lines = (await get(`${url}/${path}`)).text.split("\n");
    for (const sample of samples) assert.ok(lines.includes(sample), `${sample} is not in\n${lines.join("\n")}`);
    const { contentType, text } = await get(`${url}/${path}`, { accept: protobuf });
    assert.match(contentType, /^application\/vnd\.google\.protobuf/);
    assert.match(text, /order_lists_total/);
  }
}

/** Changes the help text of a definition, and polls until the metrics have it. The newer class counts from 0. */
async function reload(project, url) {
  const shown = async () => {
    await get(`${url}/api/orders`);
    return (await get(`${url}/api/metrics`)).text;
  };
  assert.match(await shown(), /^# HELP order_list_calls_total Before the change\.$/m);
  project.replace("orders.ts", "Before the change.", "After the change.");
  let text;
  do text = await shown();
  while (!text.includes("After the change."));
  assert.match(text, /^# HELP order_list_calls_total After the change\.\n.*\norder_list_calls_total 1$/m);
  const [, lists] = /^order_lists_total\{by="api"\} (\d+)$/m.exec(text);
  assert.ok(Number(lists) > 1, `a live collector was reset to ${lists}`);
}

/** Writes the application into a cell's folder. */
function write(project, root) {
  project.copy("program.ts");
  for (const file of files) project.copy(`next/${file}`, file);
  project.write({
    "package.json": { name: "consumer", private: true },
    "next.config.mjs": nextConfig(root),
    "tsconfig.json": tsconfig,
  });
}

/** Starts the application and lets `use` send requests to its URL. */
async function serve(project, args, use) {
  const server = project.start([...args, "--hostname=127.0.0.1", "--port=0"], { env });
  try {
    const [url] = await server.prints(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
    await use(url).catch((error) => {
      throw new Error(`${error.message}\n${server.output}`);
    });
  } finally {
    server.kill("SIGTERM");
  }
}

const production = (compiler) => ({
  name: `next, production build by ${compiler}`,
  async run(project, { tool, withTools }) {
    const next = tool("next/dist/bin/next");
    write(project, withTools);
    await project.node([next, "build", `--${compiler}`], { env, patienceMs: 240_000 });
    await serve(project, [next, "start"], useAll);
  },
});

const development = {
  name: "next, hot reload",
  async run(project, { tool, withTools }) {
    write(project, withTools);
    await serve(project, [tool("next/dist/bin/next"), "dev"], (url) => reload(project, url));
  },
};

export const next = [...["turbopack", "webpack"].map(production), development];
