// What is rendered goes into functions of the platform, whose types are those of the DOM library.
import { Hono } from "hono";
import { defaultRegistry, render, stream } from "narthex";

const { body, contentType } = await render(defaultRegistry);
new Response(body, { headers: { "Content-Type": contentType } });
new Response((await render(defaultRegistry)).body);
new Request("http://127.0.0.1/", { method: "POST", body });
new Blob([body]);

new Hono().get("/metrics", async (c) => {
  const rendered = await render(defaultRegistry, { accept: c.req.header("Accept") });
  return c.body(rendered.body, 200, { "Content-Type": rendered.contentType });
});

new Response(
  new ReadableStream({
    type: "bytes",
    async start(controller) {
      for await (const chunk of await stream(defaultRegistry)) controller.enqueue(chunk);
    },
  }),
);
for await (const chunk of await stream(defaultRegistry)) new Blob([chunk]);
