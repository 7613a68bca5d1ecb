public import Core

/// A record that was named does not exist.
public enum NotFound: Refusal {
    case guarantee(String), agreement(String), institution(String), enterprise(String), entry(String)

    public var code: String { "not_found" }

    public var sentence: Sentence {
        switch self {
        case .guarantee(let number):
            Sentence(zh: "没有编号为 \(number) 的担保。", en: "There is no guarantee \(number).")
        case .agreement(let number):
            Sentence(zh: "没有编号为 \(number) 的协议。", en: "There is no agreement \(number).")
        case .institution(let code):
            Sentence(zh: "没有编号为 \(code) 的机构。", en: "There is no institution \(code).")
        case .enterprise(let code):
            Sentence(zh: "没有统一社会信用代码为 \(code) 的企业。", en: "There is no enterprise \(code).")
        case .entry(let number):
            Sentence(zh: "没有第 \(number) 号分录。", en: "There is no entry \(number).")
        }
    }
}
