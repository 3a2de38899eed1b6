import type { NextApiRequest, NextApiResponse } from "next";
import { Orders } from "../../orders";

export default function handler(_request: NextApiRequest, response: NextApiResponse): void {
  response.json(new Orders().list("api"));
}
