import os

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOST = "127.0.0.1"
WORDS = os.path.join(BASE, "数据", "词表.txt")
