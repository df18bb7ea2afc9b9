// Are there known holes in the packages that run in production? `npm run audit`. Exit code 1: yes, grave ones; 0: none, or the
// registry does not answer that question, which is said.
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/project.mjs';

const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  timeout: 60_000,
  shell: process.platform === 'win32',
});
const answer = parsed(asked.stdout);
if (!answer?.metadata?.vulnerabilities) {
  const why = answer?.message ?? answer?.error?.summary ?? asked.error?.message ?? 'no answer';
  console.log(`NOT ASKED: the registry does not say what holes are known (${String(why).split('\n')[0]})`);
} else {
  const grave = Object.values(answer.vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  for (const { name, severity, range } of grave) console.log(`${severity}: ${name} ${range}`);
  if (grave.length > 0) process.exitCode = 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
