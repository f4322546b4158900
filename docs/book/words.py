"""The words of the book that stand in no lecture."""

WORDS = {
    "en": {
        "title": "Gradients, from mathematics to code",
        "about": "All lectures of Yudo: every gradient derived for symbolic sizes, written in NumPy, and "
        "verified. On the site, the same lectures have code to copy and the evidence in full.",
        "version": "Yudo {version}. Text CC BY 4.0, code MIT.",
        "verified": "The evidence is that of {day}.",
        "contents": "Contents",
        "result": "Result",
        "results": "Results by ID",
        "index": "Index",
        "book": "The book of all lectures (PDF)",
        "cheat-sheet": "This cheat sheet (PDF)",
        "pages": "{pages} pages",
    },
    "ko": {
        "title": "그래디언트, 수식에서 코드까지",
        "about": "유도(Yudo)의 강의를 모두 엮었다. 배열의 크기를 기호로 둔 채 그래디언트를 하나하나 "
        "유도하고, NumPy로 작성하고, 둘이 같음을 검증한다. 사이트에는 같은 강의와 함께 복사할 코드와 "
        "검증 기록 전체가 있다.",
        "version": "Yudo {version}. 글은 CC BY 4.0, 코드는 MIT 라이선스를 따른다.",
        "verified": "검증 기록은 {day}의 것이다.",
        "contents": "차례",
        "result": "결과",
        "results": "ID로 찾는 결과",
        "index": "찾아보기",
        "book": "모든 강의를 엮은 책 (PDF)",
        "cheat-sheet": "공식 모음 (PDF)",
        "pages": "{pages}쪽",
    },
}
