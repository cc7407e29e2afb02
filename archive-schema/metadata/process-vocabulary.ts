import type { Vocabulary } from './vocabulary.ts'

/** 流程信息元数据 (what is said of one step of the process): 业务实体 and 机构人员实体 of DA/T 46 in one record. */
export const processVocabulary = {
  nodeCode: 'text',
  nodeName: 'text',
  activity: 'text',
  status: 'text',
  agentType: 'text',
  agentName: 'text',
  agentCode: 'text',
  agentPosition: 'text',
  department: 'text',
  actedAt: 'text',
  mandate: 'text',
  description: 'text',
  signatureReference: 'text',
  outcome: 'text',
} as const satisfies Vocabulary
