import { mkdtemp } from 'node:fs/promises'
import { openSigner } from '#storage/keys/open-signer.ts'
import { fixityOfStream } from '#storage/content/digest.ts'
import { readSample, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import { measurePackage } from '#pipelines/inspection/measure-package.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
const dataDir = await mkdtemp('/tmp/insp-')
const signer = await openSigner({ dataDir, algorithm: 'ecdsa-p256', now: new Date() })
async function cpu(f: () => Promise<unknown>) { for (let k=0;k<30;k++) await f(); const n=60; const t=process.cpuUsage(); for (let k=0;k<n;k++) await f(); const c=process.cpuUsage(t); return ((c.user+c.system)/1000/n).toFixed(1) }
for (const name of process.argv.slice(2)) {
  const sample = await readSample(name)
  const subject = await sealSample(sample, signer)
  const noExam = { ...subject, examine: async () => ({ id: 'pdf', mediaType: 'x', extension: 'pdf' }) }
  const { entries } = await openPackage(subject.container)
  console.log(name, subject.container.bytes, sample.arranged.files.length, 'hash', await cpu(() => fixityOfStream(subject.container.stream())), 'measure', await cpu(() => measurePackage(subject.container, entries)), 'inspect', await cpu(() => inspectPackage(subject, dat70Gd)), 'inspect without examination', await cpu(() => inspectPackage(noExam, dat70Gd)))
}
