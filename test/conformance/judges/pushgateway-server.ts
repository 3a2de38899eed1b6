import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificates, pem } from "../../certificates.js";
import { type Answer, ask } from "../../web-client.js";
import type { Exposition } from "../readings/format.js";
import { Daemon, freePort } from "./daemon.js";
import { programPath } from "./programs.js";

/** The credentials of a gateway with `basicAuth`. */
export const credentials = { username: "alice", password: "open sesame" } as const;

const passwordHash = "$2b$04$/nalH/zLtp5V2tLxVcbEVOglZOeCZZJinivB9YuaGmitlrtC8mLbm";

/** Options for {@link PushgatewayServer.start}. */
export interface PushgatewayOptions {
  /** Whether it requires {@link credentials}. */
  readonly basicAuth?: boolean;
  /** Whether it serves HTTPS. With `client-certificate`, it requires a certificate of the authority from clients. */
  readonly tls?: boolean | "client-certificate";
  /** Further flags. */
  readonly flags?: readonly string[];
}

/** A group as the gateway's API returns it. */
export interface PushedGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly last_push_successful: boolean;
  readonly [family: string]: unknown;
}

/** A running Pushgateway. */
export class PushgatewayServer implements AsyncDisposable {
  readonly #daemon: Daemon;
  /** The URL for pushes. */
  readonly url: string;

  private constructor(daemon: Daemon, url: string) {
    this.#daemon = daemon;
    this.url = url;
  }

  /**
   * Starts one on a free port and waits until it listens.
   *
   * @throws Error with what it printed when it does not start
   */
  static async start(options: PushgatewayOptions = {}): Promise<PushgatewayServer> {
    const { basicAuth = false, tls = false, flags = [] } = options;
    const daemon = new Daemon("pushgateway");
    try {
      const port = await freePort();
      const web = join(daemon.folder, "web.yml");
      writeFileSync(web, JSON.stringify(webConfiguration(basicAuth, tls)));
      const args = [
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.config.file=${web}`,
        // Debian's default is a file outside the folder, through which groups would pass from one gateway to the next.
        "--persistence.file=",
        ...flags,
      ];
      await daemon.start(programPath("prometheus-pushgateway"), args, port);
      return new PushgatewayServer(daemon, `${tls === false ? "http" : "https"}://127.0.0.1:${port}`);
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  /** Sends a request with the correct credentials and certificates. */
  ask(
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
  ): Promise<Answer> {
    const { authority, client } = certificates;
    return ask(`${this.url}${path}`, {
      auth: `${credentials.username}:${credentials.password}`,
      ca: pem(authority.cert),
      key: pem(client.key),
      cert: pem(client.cert),
      ...options,
    });
  }

  /** Returns its exposition: text, or protobuf for native histograms. */
  async metrics(accept = "text/plain; version=0.0.4"): Promise<Exposition> {
    const { status, headers, body } = await this.ask("/metrics", { headers: { accept } });
    if (status !== 200) throw new Error(`the gateway answered ${status}: ${body}`);
    return { contentType: headers["content-type"] ?? "", body };
  }

  /** Returns its groups. */
  async groups(): Promise<PushedGroup[]> {
    const { body } = await this.ask("/api/v1/metrics");
    return (JSON.parse(body.toString()) as { data: PushedGroup[] }).data;
  }

  /** Its log so far. */
  get log(): string {
    return this.#daemon.output;
  }

  /** Stops it. */
  async stop(): Promise<void> {
    await this.#daemon.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** The web configuration as JSON, which is YAML too. */
function webConfiguration(basicAuth: boolean, tls: PushgatewayOptions["tls"]): unknown {
  const client = { client_auth_type: "RequireAndVerifyClientCert", client_ca_file: certificates.authority.cert };
  return {
    ...(basicAuth && { basic_auth_users: { [credentials.username]: passwordHash } }),
    ...(tls && {
      tls_server_config: {
        cert_file: certificates.server.cert,
        key_file: certificates.server.key,
        ...(tls === "client-certificate" && client),
      },
    }),
  };
}
