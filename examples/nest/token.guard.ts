import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from "@nestjs/common";
import { Reflector } from "@nestjs/core";

/** Lets everybody call a route. */
export const Public = () => SetMetadata("isPublic", true);

/** Asks for a token, except on routes that are public. The route's metadata must survive every other decorator. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<boolean>("isPublic", context.getHandler())) return true;
    return context.switchToHttp().getRequest().headers.authorization === "Bearer secret";
  }
}
