import { readSegment, type SearchDocument, SearchIndex, writeSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'

/** Articles of a harbour's software, in both languages. */
export const articles: readonly SearchDocument[] = [
  {
    id: 'berths',
    title: 'Assign a berth to a ship',
    headings: ['When two ships want the same berth'],
    keywords: ['mooring'],
    body: 'Open the plan of the harbour, choose the ship and drag it to a free berth. A berth that is taken is shown in grey.',
  },
  {
    id: 'export',
    title: 'Exporting the tide table',
    body: 'The tide table is written as a spreadsheet or as PDF. Choose the months, then the format. Large tables take a minute.',
  },
  {
    id: 'login',
    title: 'You cannot sign in',
    body: 'After five wrong passwords the account is locked for ten minutes. Error TW-4071 means that the clock of the computer is wrong.',
  },
  {
    id: 'database',
    title: 'Move the database to another server',
    body: 'Stop the service, copy the database, change the address in tide_service.conf and start the service again.',
  },
  {
    id: 'install',
    title: 'Installation on Linux',
    body: 'The installation needs version 4.2.1 or newer. Install the package, then open the first page in a browser.',
  },
  {
    id: 'zh-berths',
    title: '给船舶分配泊位',
    body: '打开港口平面图，选中船舶，把它拖到空闲的泊位上。已被占用的泊位显示为灰色。',
  },
  { id: 'zh-export', title: '导出潮汐表', body: '潮汐表可以导出为电子表格或者 PDF。先选月份，再选格式。' },
  {
    id: 'zh-login',
    title: '无法登录',
    body: '密码连续输错五次后，账号会被锁定十分钟。错误 TW-4071 表示电脑的时钟不准。',
  },
  { id: 'zh-print', title: '打印报表', body: '在工具栏点击打印机图标，即可打印当前报表。' },
]

export function indexOf(...portions: (readonly SearchDocument[])[]): SearchIndex {
  const index = new SearchIndex()
  for (const portion of portions) {
    const { titles, bodies } = writeSegment(portion, simplify)
    index.add(readSegment(titles, bodies))
  }
  return index
}
