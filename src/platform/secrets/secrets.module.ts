import { Global, Module } from '@nestjs/common';
import { SecretBox } from './secret-box.js';

/** Owns the encryption of secrets at rest. Emits nothing. Never keeps, logs or returns the key. */
@Global()
@Module({ providers: [SecretBox], exports: [SecretBox] })
export class SecretsModule {}
