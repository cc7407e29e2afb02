import { describeObjectStore } from './object-store-contract.ts'
import { openS3Trial } from './s3-trial.ts'

describeObjectStore('S3ObjectStore', openS3Trial)
