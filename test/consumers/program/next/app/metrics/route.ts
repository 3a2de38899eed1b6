import { defaultRegistry, render } from "narthex";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  const { body, contentType } = await render(defaultRegistry, { accept: request.headers.get("accept") ?? undefined });
  return new Response(body, { headers: { "content-type": contentType } });
}
