import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GatewayParams } from '../gateway/gateway.schema.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { type TestMessage, TestMessageAnswer, TestMessageBody } from './test-message.schema.js';
import { TestMessageService } from './test-message.service.js';

/** A message to the official's own phone. */
@ApiTags('Cổng gửi tin')
@Controller('gateways')
export class TestMessageController {
  constructor(private readonly tests: TestMessageService) {}

  @Post(':id/test')
  @Route('gateway:test', 'Send one message to your own phone, ahead of every campaign', TestMessageAnswer)
  @ApiProblem(409, 'The number refuses the channel, or the account is held.')
  @ApiProblem(429, 'Too many test messages of this person.')
  @ApiProblem(503, 'The account has to wait for its operator.')
  send(
    @Caller() who: Principal,
    @Param({ schema: GatewayParams }) { id }: { id: string },
    @Body({ schema: TestMessageBody }) body: TestMessage,
  ): Promise<TestMessageAnswer> {
    return this.tests.send(who, id, body);
  }
}
