import type { ServiceDefinition } from '../definition.ts'
import { both } from './both.ts'

/** How many, how much, and whether data is lost: together they are the priority. */
export const impact = {
  impact: [
    { id: 'many', label: both('Many users', '大量用户') },
    { id: 'some', label: both('Some users', '部分用户') },
    { id: 'single', label: both('Single users', '个别用户') },
  ],
  urgency: [
    { id: 'stopped', label: both('Business stands still, or data is lost', '业务中断或数据丢失') },
    { id: 'hindered', label: both('An important function fails or is too slow', '重要功能失效或存在性能瓶颈') },
    { id: 'disturbed', label: both('Something less important misbehaves', '非关键功能异常') },
    { id: 'none', label: both('Nothing is hindered', '不影响使用') },
  ],
  questions: [
    {
      id: 'scope',
      axis: 'impact',
      label: both('Whom does it concern?', '影响哪些人？'),
      options: [
        { id: 'everyone', level: 'many', label: both('Everyone, or nearly', '所有人或绝大多数人') },
        { id: 'some', level: 'some', label: both('Some people or one department', '部分人员或某个部门') },
        { id: 'one', level: 'single', label: both('Only me, or one person', '仅我本人或个别人员') },
        { id: 'unknown', label: both('I do not know', '不清楚') },
      ],
    },
    {
      id: 'hindrance',
      axis: 'urgency',
      label: both('How much does it hinder the work?', '对工作有多大影响？'),
      options: [
        { id: 'blocked', level: 'stopped', label: both('Work stands still', '工作完全停顿') },
        {
          id: 'hard',
          level: 'hindered',
          label: both('Something important fails or is too slow', '重要功能无法使用或太慢'),
        },
        { id: 'minor', level: 'disturbed', label: both('It disturbs, work goes on', '有干扰，但工作可以继续') },
        { id: 'none', level: 'none', label: both('Not at all', '没有影响') },
      ],
    },
    {
      id: 'data',
      axis: 'urgency',
      label: both('Is data lost or wrong?', '是否有数据丢失或错误？'),
      options: [
        { id: 'lost', level: 'stopped', label: both('Yes, a lot or important data', '有，数据量大或较为重要') },
        { id: 'little', level: 'hindered', label: both('Yes, a little', '有，少量') },
        { id: 'no', label: both('No', '没有') },
        { id: 'unknown', label: both('I do not know', '不清楚') },
      ],
    },
  ],
  matrix: {
    many: { stopped: 'critical', hindered: 'high', disturbed: 'normal', none: 'low' },
    some: { stopped: 'high', hindered: 'high', disturbed: 'normal', none: 'low' },
    single: { stopped: 'high', hindered: 'normal', disturbed: 'normal', none: 'low' },
  },
} as const satisfies ServiceDefinition['impact']
