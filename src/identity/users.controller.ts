import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PageQuery } from '../platform/http/page.js';
import { ApiProblem } from '../platform/http/route.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';
import {
  type ChangeUser,
  ChangeUserBody,
  CreatedUser,
  type CreateUser,
  CreateUserBody,
  UserPage,
  UserParams,
  UserSchema,
} from './user.schema.js';
import { UsersService } from './users.service.js';

/** People who sign in, for administrators. */
@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Route('user:write', 'Users, oldest first', UserPage)
  list(@Caller() caller: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.users.list(caller, query);
  }

  @Get(':id')
  @Route('user:write', 'One user', UserSchema)
  get(@Caller() caller: Principal, @Param({ schema: UserParams }) { id }: z.output<typeof UserParams>) {
    return this.users.get(caller, id);
  }

  @Post()
  @Route('user:write', 'Create a user', CreatedUser, 201)
  @ApiProblem(409, 'The username is taken')
  create(@Caller() caller: Principal, @Body({ schema: CreateUserBody }) body: CreateUser) {
    return this.users.create(caller, body);
  }

  @Patch(':id')
  @Route('user:write', 'Change a user', UserSchema)
  @ApiProblem(409, 'No active administrator would be left')
  change(
    @Caller() caller: Principal,
    @Param({ schema: UserParams }) { id }: z.output<typeof UserParams>,
    @Body({ schema: ChangeUserBody }) body: ChangeUser,
  ) {
    return this.users.change(caller, id, body);
  }

  @Post(':id/reset-two-step')
  @Route(
    'user:write',
    'End the second step of somebody who lost phone and codes; signs them out',
    undefined,
    204,
  )
  async resetTwoStep(
    @Caller() caller: Principal,
    @Param({ schema: UserParams }) { id }: z.output<typeof UserParams>,
  ): Promise<void> {
    await this.users.resetTwoStep(caller, id);
  }
}
