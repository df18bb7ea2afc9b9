import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { ApiProblem } from '../../platform/http/route.js';
import {
  type AddMembers,
  AddMembersBody,
  type ChangeGroup,
  ChangeGroupBody,
  type CreateGroup,
  CreateGroupBody,
  GroupPage,
  GroupParams,
  GroupQuery,
  GroupSchema,
  MembersChanged,
  type RemoveMembers,
  RemoveMembersBody,
} from './group.schema.js';
import { GroupsService } from './groups.service.js';

type Params = z.output<typeof GroupParams>;

/** Groups of households across areas. */
@ApiTags('Directory')
@Controller('groups')
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @Route('household:read', 'Groups that lie in, below or above your areas', GroupPage)
  list(@Caller() who: Principal, @Query({ schema: GroupQuery }) query: GroupQuery) {
    return this.groups.list(who, query);
  }

  @Get(':id')
  @Route('household:read', 'One group; who is in it, GET /households?groupId= says', GroupSchema)
  get(@Caller() who: Principal, @Param({ schema: GroupParams }) { id }: Params) {
    return this.groups.get(who, id);
  }

  @Post()
  @Route('group:write', 'Make a group, listed one by one or by a filter', GroupSchema, 201)
  @ApiProblem(409, 'The name is taken')
  create(@Caller() who: Principal, @Body({ schema: CreateGroupBody }) body: CreateGroup) {
    return this.groups.create(who, body);
  }

  @Patch(':id')
  @Route('group:write', 'Change a group', GroupSchema)
  @ApiProblem(
    409,
    'Changed by somebody else since, the name is taken, or a campaign that waits names its filter',
  )
  change(
    @Caller() who: Principal,
    @Param({ schema: GroupParams }) { id }: Params,
    @Body({ schema: ChangeGroupBody }) body: ChangeGroup,
  ) {
    return this.groups.change(who, id, body);
  }

  @Delete(':id')
  @Route('group:write', 'Remove a group; its households stay', undefined, 204)
  @ApiProblem(409, 'A campaign that was handed in, and is not planned yet, names it')
  remove(@Caller() who: Principal, @Param({ schema: GroupParams }) { id }: Params) {
    return this.groups.remove(who, id);
  }

  @Post(':id/members')
  @Route('group:write', 'Add households of your areas, by id or by what they have in common', MembersChanged)
  @ApiProblem(409, 'It is a group by filter')
  add(
    @Caller() who: Principal,
    @Param({ schema: GroupParams }) { id }: Params,
    @Body({ schema: AddMembersBody }) body: AddMembers,
  ) {
    return this.groups.addMembers(who, id, body);
  }

  @Post(':id/members/remove')
  @Route('group:write', 'Take households of your areas out of a group', MembersChanged)
  @ApiProblem(409, 'It is a group by filter')
  take(
    @Caller() who: Principal,
    @Param({ schema: GroupParams }) { id }: Params,
    @Body({ schema: RemoveMembersBody }) body: RemoveMembers,
  ) {
    return this.groups.removeMembers(who, id, body);
  }
}
