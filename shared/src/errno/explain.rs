//! Cause and remedy of any failure, with or without an errno.

use crate::call::{Exception, Failure};
use crate::language::Bilingual;

use super::{Errno, GaiError};

/// Why a failure happens and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Why.
    pub cause: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
}

/// Cause and remedy of a failure; `None` for one that the lab does not know.
///
/// A refusal by one of the relay's rules is explained by [`crate::call::Rule::explanation`] instead.
#[must_use]
pub fn explain(failure: &Failure) -> Option<&'static Explanation> {
    if failure.rule.is_some() {
        return None;
    }
    match failure.exception {
        Exception::Gaierror => Some(name_failure(failure.code.and_then(GaiError::from_code))),
        _ => match failure.code.and_then(Errno::from_number) {
            Some(errno) => Some(errno.explanation()),
            None => without_errno(failure.exception),
        },
    }
}

fn name_failure(error: Option<GaiError>) -> &'static Explanation {
    match error {
        Some(GaiError::Service) => &SERVICE_NOT_FOUND,
        Some(GaiError::Badflags | GaiError::Family | GaiError::Socktype) => &WRONG_HINTS,
        _ => &NAME_NOT_FOUND,
    }
}

fn without_errno(exception: Exception) -> Option<&'static Explanation> {
    match exception {
        Exception::TimeoutError => Some(&TIMED_OUT),
        Exception::OverflowError => Some(&OUT_OF_RANGE),
        Exception::ValueError => Some(&WRONG_VALUE),
        Exception::TypeError => Some(&WRONG_TYPE),
        Exception::UnicodeDecodeError => Some(&NOT_TEXT),
        Exception::UnicodeEncodeError => Some(&NOT_ENCODABLE),
        Exception::KeyboardInterrupt => Some(&CANCELLED),
        _ => None,
    }
}

static NAME_NOT_FOUND: Explanation = Explanation {
    cause: Bilingual {
        zh: "这个主机名解析不出地址。",
        en: "The host name does not resolve to an address.",
    },
    remedy: Bilingual {
        zh: "检查拼写，或直接写 IP 地址，例如 127.0.0.1。",
        en: "Check the spelling, or write the IP address itself, such as 127.0.0.1.",
    },
};

static SERVICE_NOT_FOUND: Explanation = Explanation {
    cause: Bilingual {
        zh: "没有这个服务名，或者它不属于这种套接字类型。",
        en: "There is no such service, or not for this type of socket.",
    },
    remedy: Bilingual {
        zh: "检查服务名的拼写，或直接写端口号。",
        en: "Check the service's spelling, or write the port's number.",
    },
};

static WRONG_HINTS: Explanation = Explanation {
    cause: Bilingual {
        zh: "family、type 或 flags 不是 getaddrinfo 认识的组合。",
        en: "Family, type or flags are no combination that getaddrinfo knows.",
    },
    remedy: Bilingual {
        zh: "用 AF_INET、AF_INET6 或 0，SOCK_STREAM、SOCK_DGRAM 或 0，并去掉多余的 flags。",
        en: "Use AF_INET, AF_INET6 or 0, SOCK_STREAM, SOCK_DGRAM or 0, and leave needless flags out.",
    },
};

static TIMED_OUT: Explanation = Explanation {
    cause: Bilingual {
        zh: "settimeout 设定的秒数内没有等到结果。",
        en: "Nothing came within the seconds that settimeout allows.",
    },
    remedy: Bilingual {
        zh: "延长超时，或捕获异常后重试。对于 connect，确认对方在运行。",
        en: "Allow more time, or catch the exception and try again. For connect, check that the peer runs.",
    },
};

static OUT_OF_RANGE: Explanation = Explanation {
    cause: Bilingual {
        zh: "数字超出范围：端口只能是 0–65535。",
        en: "A number is out of range: a port is 0–65535.",
    },
    remedy: Bilingual {
        zh: "换一个范围内的数字。", en: "Use a number within the range."
    },
};

static WRONG_VALUE: Explanation = Explanation {
    cause: Bilingual {
        zh: "参数的值不合法，例如负的 bufsize。",
        en: "An argument's value makes no sense, such as a negative bufsize.",
    },
    remedy: Bilingual { zh: "改成合法的值。", en: "Give a value that does." },
};

static WRONG_TYPE: Explanation = Explanation {
    cause: Bilingual {
        zh: "参数的类型不对：send 要的是 bytes，而 str 是文本。",
        en: "An argument is of the wrong type: send takes bytes, and str is text.",
    },
    remedy: Bilingual {
        zh: "先编码：text.encode(\"utf-8\")；收到后再 decode。",
        en: "Encode it first: text.encode(\"utf-8\"); decode what you receive.",
    },
};

static NOT_TEXT: Explanation = Explanation {
    cause: Bilingual {
        zh: "这些字节不是所选编码的文本：双方编码不同，或一个字符被切成了两段。",
        en: "The bytes are no text in this encoding: the two sides use different ones, or a character was cut in two.",
    },
    remedy: Bilingual {
        zh: "双方用同一种编码；先按消息边界拼好字节，再解码。",
        en: "Use one encoding on both sides; put the message's bytes together before decoding.",
    },
};

static NOT_ENCODABLE: Explanation = Explanation {
    cause: Bilingual {
        zh: "所选编码写不出其中的某个字符。",
        en: "The encoding cannot write one of the characters.",
    },
    remedy: Bilingual {
        zh: "改用 UTF-8，或换掉那个字符。",
        en: "Use UTF-8, or replace the character.",
    },
};

static CANCELLED: Explanation = Explanation {
    cause: Bilingual {
        zh: "你取消了这个等待中的调用（相当于 Ctrl+C）。",
        en: "You cancelled the blocked call, as Ctrl+C does.",
    },
    remedy: Bilingual {
        zh: "套接字仍然可用，可以再次调用。",
        en: "The socket still works; call again when you like.",
    },
};

#[cfg(test)]
mod tests {
    use super::super::GaiError;
    use super::*;
    use crate::call::Rule;

    #[test]
    fn every_errno_and_every_other_failure_is_explained_in_both_languages() {
        let plain = [
            Exception::OverflowError,
            Exception::ValueError,
            Exception::TypeError,
            Exception::UnicodeDecodeError,
            Exception::UnicodeEncodeError,
        ]
        .map(|exception| Failure::plain(exception, "words"));
        let failures = Errno::ALL
            .iter()
            .map(|errno| Failure::os(*errno))
            .chain(GaiError::ALL.iter().map(|error| error.failure()))
            .chain(plain)
            .chain([Failure::timed_out(), Failure::cancelled()]);
        for failure in failures {
            let explanation = explain(&failure).unwrap_or_else(|| panic!("{failure}"));
            for text in [explanation.cause, explanation.remedy] {
                assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{failure}: {text:?}");
            }
        }
    }

    #[test]
    fn a_refusal_is_explained_by_its_rule_not_by_the_errno_it_borrows() {
        assert_eq!(explain(&Failure::refused(Rule::AllowBind)), None);
    }

    #[test]
    fn the_table_agrees_with_the_catalogue_of_failures() {
        let expected = [
            (Errno::Econnrefused, 111, Some(10061), Exception::ConnectionRefusedError),
            (Errno::Eaddrinuse, 98, Some(10048), Exception::OSError),
            (Errno::Econnreset, 104, Some(10054), Exception::ConnectionResetError),
            (Errno::Epipe, 32, None, Exception::BrokenPipeError),
            (Errno::Eagain, 11, Some(10035), Exception::BlockingIOError),
            (Errno::Enotconn, 107, Some(10057), Exception::OSError),
            (Errno::Ebadf, 9, Some(10009), Exception::OSError),
        ];
        for (errno, linux, windows, exception) in expected {
            assert_eq!(
                (errno.linux(), errno.windows(), errno.exception()),
                (linux, windows, exception)
            );
            assert_eq!(Errno::from_linux(linux), Some(errno));
        }
    }
}
