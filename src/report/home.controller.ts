import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { HomeRepository } from './home.repository.js';
import { type Home, HomeSchema } from './home.schema.js';

/** What the first page of the web app shows. */
@ApiTags('reports')
@Controller('home')
export class HomeController {
  constructor(private readonly home: HomeRepository) {}

  @Get()
  @Route('campaign:read', 'What waits for me, what runs, and what was reached', HomeSchema)
  get(@Caller() who: Principal): Promise<Home> {
    return this.home.of(who, new Date());
  }
}
