/** The package ships its single dictionaries without types: 'traditional simplified|…'. */
declare module 'opencc-js/dict/TSCharacters' {
  const dictionary: string;
  export default dictionary;
}
