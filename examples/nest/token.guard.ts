import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from "@nestjs/common";
import { Reflector } from "@nestjs/core";

/** Marks a route as public. */
export const Public = () => SetMetadata("isPublic", true);

/**
 * Requires a token, except on public routes. Reads the metadata of the route, which every other decorator must
 * preserve.
 */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<boolean>("isPublic", context.getHandler())) return true;
    return context.switchToHttp().getRequest().headers.authorization === "Bearer secret";
  }
}
