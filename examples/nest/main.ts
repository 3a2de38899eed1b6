// A NestJS application that serves its metrics in addition to its routes, until it receives SIGINT or SIGTERM.
import { NestFactory } from "@nestjs/core";
import { metricsHandler } from "narthex/service";
import { AppModule } from "./app.module.js";

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
app.use("/metrics", metricsHandler());
app.enableShutdownHooks();
await app.listen(Number(process.env.PORT ?? 8000), process.env.HOST ?? "127.0.0.1");
console.log(`Serving prometheus metrics on: ${await app.getUrl()}/metrics`);
