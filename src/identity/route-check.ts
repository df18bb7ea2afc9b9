import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSION } from '../platform/http/route.js';
import { PERMISSIONS } from './permissions.js';

/** Refuses to start the app with a route that names no permission: nothing is open by being forgotten. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const unnamed = this.discovery.getControllers().flatMap(({ metatype }) => this.unnamedRoutesOf(metatype));
    if (unnamed.length > 0) {
      throw new Error(`Routes without a permission (put @Route on them): ${unnamed.join(', ')}`);
    }
  }

  private unnamedRoutesOf(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Record<string, unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => {
        const handler = prototype[name] as object;
        if (!Reflect.hasMetadata(PATH_METADATA, handler)) return false;
        const permission: unknown = Reflect.getMetadata(PERMISSION, handler);
        return permission !== 'public' && !(typeof permission === 'string' && permission in PERMISSIONS);
      })
      .map((name) => {
        const method = Reflect.getMetadata(METHOD_METADATA, prototype[name] as object) as RequestMethod;
        return `${controller.name}.${name} (${RequestMethod[method]})`;
      });
  }
}
