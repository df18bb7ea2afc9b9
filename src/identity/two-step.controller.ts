import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../platform/http/domain-error.js';
import { ApiProblem } from '../platform/http/route.js';
import {
  OtpBody,
  PasswordBody,
  RecoveryCodes,
  RemoveTwoStepBody,
  TwoStepBegun,
  TwoStepStatus,
} from './auth.schema.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';
import { SignInService } from './sign-in.service.js';
import { TwoStepService, wrongCode } from './two-step.service.js';

/** The second step of the caller's own sign-in. */
@ApiTags('Sign-in')
@Controller('auth/two-step')
export class TwoStepController {
  constructor(
    private readonly twoStep: TwoStepService,
    private readonly signIn: SignInService,
  ) {}

  @Get()
  @Route('account:self', 'Whether I sign in with two steps', TwoStepStatus)
  status(@Caller() caller: Principal) {
    if (caller.kind !== 'user') return { isOn: false, recoveryCodesLeft: 0 };
    return this.twoStep.status(caller.id!);
  }

  @Post()
  @Route('account:self', 'Begin: a secret for the app on my phone, shown this once', TwoStepBegun)
  @ApiProblem(409, 'Two steps are on already')
  @ApiProblem(422, 'The password is not right')
  async begin(
    @Caller() caller: Principal,
    @Body({ schema: PasswordBody }) body: z.output<typeof PasswordBody>,
  ) {
    await this.signIn.confirmPassword(caller, body.password);
    return this.twoStep.begin(caller);
  }

  @Post('confirm')
  @Route('account:self', 'Turn two steps on with a first code; answers the recovery codes', RecoveryCodes)
  @ApiProblem(422, 'The code is not right')
  confirm(@Caller() caller: Principal, @Body({ schema: OtpBody }) { otp }: z.output<typeof OtpBody>) {
    requirePerson(caller);
    return this.twoStep.confirm(caller, otp);
  }

  @Post('remove')
  @Route('account:self', 'Turn two steps off, with password and code', undefined, 204)
  @ApiProblem(422, 'Password or code are not right')
  async remove(
    @Caller() caller: Principal,
    @Body({ schema: RemoveTwoStepBody }) body: z.output<typeof RemoveTwoStepBody>,
  ): Promise<void> {
    await this.signIn.confirmPassword(caller, body.password);
    if (!(await this.twoStep.check(caller.id!, body.otp))) throw wrongCode();
    await this.twoStep.remove(caller, caller.id!);
  }
}

function requirePerson(caller: Principal): void {
  if (caller.kind !== 'user') {
    throw new DomainError('not-a-person', 'Khoá API không có xác thực hai bước.', 403);
  }
}
