def parse(line):
    key, value = line.split("=")
    print(key, value)
    return key, value
