/** What a search says, besides the words of articles' kinds. */
export default {
  searchArticles: 'Search for help',
  placeholder: 'What do you need help with?',
  everyKind: 'Everything',
  kindFilter: 'Kind of article',
  results: 'Search results',
  recent: 'Recent searches',
  forThisPage: 'For this page',
  clearRecent: 'Clear recent searches',
  foundArticles: (count: number, query: string) =>
    count === 0
      ? `Nothing found for “${query}”.`
      : count === 1
        ? `1 article for “${query}”.`
        : `${count} articles for “${query}”.`,
  noArticle: (query: string) => `Nothing found for “${query}”`,
  noArticleHelp: 'Try fewer or other words. Or tell us: what you wrote goes along.',
  askUs: 'Ask us',
  askUsAbout: (query: string) => `Ask us about “${query}”`,
  searchFailed: (reason: string) => `The search did not work. ${reason}`,
  searchStale: (reason: string) => `${reason} Searched in what this device holds.`,
  suggestions: 'This may help',
  solved: 'This solved it',
  solvedThanks: 'Good to hear. What you wrote is kept on this device, in case you need it.',
  goOn: 'I still want to write to you',
}
