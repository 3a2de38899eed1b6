import { Orders } from "../orders";

export const dynamic = "force-dynamic";

export default function Page() {
  return <p>{new Orders().list("page").join(", ")}</p>;
}
