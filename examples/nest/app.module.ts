import { Module } from "@nestjs/common";
import { OrdersController } from "./orders.controller.js";
import { OrdersService } from "./orders.service.js";
import { TokenGuard } from "./token.guard.js";

@Module({ controllers: [OrdersController], providers: [OrdersService, TokenGuard] })
export class AppModule {}
