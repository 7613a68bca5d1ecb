/// What can't be understood of a command line, said in the language of the person at the terminal.
import ArgumentParser
import Core
import Foundation

/// An argument that is wrong; throw the result to leave with status 2.
func invalid(_ sentence: Sentence) -> ValidationError { ValidationError(sentence.text(in: commandLanguage)) }

/// The message of the argument parser, which speaks English only: its own sentences are known by their words,
/// what it does not say itself stays as it is.
func argumentMessage(_ english: String, in language: Language) -> String {
    guard language == .chinese else { return english }
    return parserSentences.reduce(english) { text, sentence in
        text.replacingOccurrences(of: sentence.en, with: sentence.zh, options: .regularExpression)
    }
}

/// Patterns of what the parser says, and the same in Chinese.
private let parserSentences = [
    Sentence(zh: "错误：", en: "^Error: "),
    Sentence(zh: "说明：", en: "(?m)^Help:  "),
    Sentence(zh: "用法：", en: "(?m)^Usage: "),
    Sentence(zh: "  详见 $1。", en: "  See '([^']*)' for more information\\."),
    Sentence(zh: "$2 的值不能是“$1”", en: "The value '(.*?)' is invalid for '(-[^']*|<[^']*>)'"),
    Sentence(zh: "，可用的值：", en: "\\. Please provide one of the following:"),
    Sentence(zh: "，可用的值：$1", en: "\\. Please provide one of (.*)\\."),
    Sentence(zh: "没有选项 $1；是不是 $2？", en: "Unknown option '([^']*)'\\. Did you mean '([^']*)'\\?"),
    Sentence(zh: "没有选项 $1", en: "Unknown option '([^']*)'"),
    Sentence(zh: "$1 缺少值", en: "Missing value for '([^']*)'"),
    Sentence(
        zh: "选项 $1 不带值，却写了“$2”。",
        en: "The option '([^']*)' does not take any value, but '(.*)' was specified\\."),
    Sentence(zh: "多出参数“$1”", en: "Unexpected argument '(.*)'"),
    Sentence(zh: "多出 $1 个参数：“$2”", en: "(\\d+) unexpected arguments: '(.*)'"),
    Sentence(zh: "缺少参数 $1", en: "Missing expected argument '([^']*)'"),
    Sentence(zh: "请写明其中一项：“$1”", en: "Missing one of: '(.*)'"),
    Sentence(zh: "请写明子命令。", en: "Missing required subcommand\\."),
]
