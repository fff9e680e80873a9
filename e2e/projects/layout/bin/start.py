import os
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), ".."))

from conf import settings
from core import 协议
import local

print(__file__, sys.path[0], os.getcwd())
print(sys.argv)
print(settings.HOST, settings.__file__)
print(local.where())
with open(settings.WORDS, encoding="utf-8") as words:
    print(words.read().split())
with open("数据/bytes.bin", "rb") as data:
    print(data.read())
os.makedirs("out/更多", exist_ok=True)
with open("out/更多/answer.txt", "w", encoding="utf-8") as out:
    out.write("答案\n")
协议.parse("a=1")
协议.parse("not a pair")
