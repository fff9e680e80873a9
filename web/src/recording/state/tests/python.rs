//! Saved programs, checked by CPython itself.

use std::io::Write;
use std::process::{Command, Stdio};

/// Parses each program and checks every statement and expression in it: only those of a program of
/// socket calls are allowed.
const CHECK: &str = r#"
import ast, json, sys

METHODS = set(json.loads(sys.argv[1])) | {"select", "result", "submit", "encode"}
MODULES = {"socket", "select", "collections", "concurrent.futures"}
FUNCTIONS = {"print", "repr", "float", "defaultdict", "ThreadPoolExecutor"}
NODES = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.Assign, ast.Expr, ast.Try,
    ast.ExceptHandler, ast.Call, ast.keyword, ast.Name, ast.Load, ast.Store, ast.Attribute,
    ast.Constant, ast.Tuple, ast.List, ast.Lambda, ast.arguments, ast.Subscript, ast.BinOp,
    ast.BitOr, ast.UnaryOp, ast.USub,
)

def allowed(node):
    match node:
        case ast.Import(names=names):
            return all(name.name in MODULES for name in names)
        case ast.ImportFrom(module=module):
            return module in MODULES
        case ast.Expr(value=value):
            return isinstance(value, ast.Call)
        case ast.Call(func=ast.Name(id=name)):
            return name in FUNCTIONS
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in METHODS
        case ast.Call():
            return False
    return isinstance(node, NODES)

def targets(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id

for number, program in enumerate(json.load(sys.stdin)):
    tree = ast.parse(program)
    odd = [ast.dump(node) for node in ast.walk(tree) if not allowed(node)]
    taken = [name for name in targets(tree) if name in MODULES | FUNCTIONS]
    if odd or taken:
        sys.exit(f"program {number}: {(odd + taken)[:3]} in\n{program[:3000]}")
"#;

/// Panics unless CPython finds in each a program of socket calls, and nothing else.
pub(super) fn check(programs: &[String]) {
    let names: Vec<&str> =
        lab_shared::call::CallName::ALL.iter().map(|call| call.as_str()).collect();
    let names = serde_json::to_string(&names).expect("names can be written");
    let mut python = Command::new("python3")
        .args(["-c", CHECK, &names])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let json = serde_json::to_vec(programs).expect("texts can be written");
    {
        let mut stdin = python.stdin.take().expect("it is piped");
        // A script that ends early has written the reason.
        let _ = stdin.write_all(&json);
    }
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
