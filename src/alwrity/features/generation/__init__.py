"""From a brief to a streamed, analysed piece."""
