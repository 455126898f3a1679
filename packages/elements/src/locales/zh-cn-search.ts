import type { MoreSearchWords } from './words.ts'

const words: MoreSearchWords = {
  searchArticles: '搜索帮助内容',
  placeholder: '请描述您遇到的问题',
  everyKind: '全部',
  kindFilter: '文章类型',
  results: '搜索结果',
  recent: '最近搜索',
  forThisPage: '与本页相关',
  clearRecent: '清除搜索记录',
  foundArticles: (count, query) =>
    count === 0 ? `没有找到与“${query}”相关的内容。` : `找到${count}篇与“${query}”相关的文章。`,
  noArticle: (query) => `没有找到与“${query}”相关的内容`,
  noArticleHelp: '请减少或更换关键词后再试；也可以直接联系我们，您输入的内容会一并带上。',
  askUs: '联系我们',
  askUsAbout: (query) => `就“${query}”联系我们`,
  searchFailed: (reason) => `搜索未能完成。${reason}`,
  searchStale: (reason) => `${reason}以下结果来自本设备上的内容。`,
  suggestions: '以下内容或许有帮助',
  solved: '问题已解决',
  solvedThanks: '很高兴问题得到解决。您填写的内容已保存在本设备上，需要时可继续填写。',
  goOn: '仍需联系你们',
}

export default words
