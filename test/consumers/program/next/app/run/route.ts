import { program } from "../../program";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  await program();
  return new Response("finished");
}
