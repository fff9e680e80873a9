s/^get \(\w\+\).*/value of \1/p
