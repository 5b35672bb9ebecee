/** Words of what people ask about a line of the accounts. */
export const lineObjections = {
  kind: {
    name: '问账',
    shared: (place: string, title: string) => `${place}有人问账：${title}`,
  },
};
