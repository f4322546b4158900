"""What the page of the prover says, in both languages."""

from yudo.derivations.calculus.text import Text

TEXTS = {
    "tabs": Text("무엇을 할까", "What to do"),
    "check": Text("검사", "Check"),
    "prove": Text("증명", "Prove"),
    "derive": Text("유도", "Derive"),
    "load and check": Text("증명기({0} MB)를 내려받아 검사", "Load the prover ({0} MB) and check"),
    "load and prove": Text("증명기({0} MB)를 내려받아 증명", "Load the prover ({0} MB) and prove"),
    "load and derive": Text("증명기({0} MB)를 내려받아 유도", "Load the prover ({0} MB) and derive"),
    "stop": Text("멈춤", "Stop"),
    "example": Text("예제", "Example"),
    "source": Text("코드(layers.py)", "Your code (layers.py)"),
    "source hint": Text(
        "코드는 이 브라우저 안에서만 읽고 어디에도 보내지 않는다. 탭 키는 다음 칸으로 간다.",
        "The code is read in this browser and sent nowhere. Tab leads to the next field.",
    ),
    "forward": Text("순전파 함수", "Forward"),
    "backward": Text("역전파 함수", "Backward"),
    "shapes": Text("입력의 모양(shapes)", "Shapes of the inputs (shapes)"),
    "given": Text("다른 인자(given)", "Other arguments (given)"),
    "shapes help": Text("모양을 적는 법", "How shapes are written"),
    "progress": Text("불러오는 정도", "Loading"),
    "result": Text("결과", "Result"),
    "stage 1": Text("내려받는 중: {0} / {1} MB", "Downloading: {0} of {1} MB"),
    "stage 2": Text("파이썬을 시작하는 중…", "Starting Python …"),
    "stage 3": Text("SymPy와 증명기를 불러오는 중…", "Loading SymPy and the prover …"),
    "check working": Text("검사하는 중… {0}초", "Checking … {0} s"),
    "prove working": Text("증명하는 중… {0}초", "Proving … {0} s"),
    "derive working": Text("유도하는 중… {0}초", "Deriving … {0} s"),
    "done": Text("{0}초 걸렸다.", "Done in {0} s."),
    "stopped": Text("멈췄다.", "Stopped."),
    "late": Text("{0}초가 지나 그만두었다. 판정하지 못했다.", "Gave up after {0} s: undecided."),
    "broke": Text("증명기가 멈췄다: {0}", "The prover has stopped: {0}"),
    "failed": Text("시작하지 못했다", "it could not be started"),
    "changed": Text("파일이 이 페이지의 것과 다르다", "a file is not the one that this page names"),
    "old": Text(
        "이 브라우저나 주소에서는 쓸 수 없다. HTTPS나 localhost로 열어야 한다",
        "this browser or address lacks what it takes: open the page by HTTPS or on localhost",
    ),
    "lecture": Text("강의: {0}", "The lecture: {0}"),
    "line": Text("{0}행 보기", "show line {0}"),
    "copy": Text("복사", "Copy"),
    "copied": Text("복사했다", "Copied"),
    "no script": Text(
        "증명기를 쓰려면 자바스크립트와 WebAssembly가 있어야 한다. 아래 두 줄로 내 컴퓨터에서 할 수 있다.",
        "To prove on this page takes JavaScript and WebAssembly. The two lines below do it on your computer.",
    ),
    "not built": Text(
        "이 사이트는 증명기 없이 만들어졌다. 아래 두 줄로 내 컴퓨터에서 할 수 있다.",
        "This copy of the site was built without the prover. The two lines below do it on your computer.",
    ),
}
SHAPES_HELP = (
    ("x: N D, w: D M", Text("같은 이름은 같은 크기다", "a name that occurs twice is one size")),
    ("w: F 3 3", Text("크기를 수로 정한다", "sizes that are numbers")),
    ("x: N H*W", Text("두 축을 하나로 편 것", "an axis that was flattened from two")),
    (
        "m: fixed N D",
        Text("그래디언트를 구하지 않는 배열(마스크 등)", "an array without a gradient, such as a mask"),
    ),
    ("y: labels N < C", Text("0부터 C - 1까지의 레이블", "class labels from 0 to C - 1")),
)
