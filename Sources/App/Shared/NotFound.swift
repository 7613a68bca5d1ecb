public import Core

/// A record that was named does not exist.
public enum NotFound: Refusal {
    case guarantee(String), agreement(String), institution(String), enterprise(String), entry(String)
    case organisation(String), person(String), proposal(String)
    case application(String), notice(String)

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
        case .organisation(let code):
            Sentence(zh: "没有编号为 \(code) 的用户机构。", en: "There is no organisation \(code).")
        case .person(let name):
            Sentence(zh: "没有登录名为 \(name) 的用户。", en: "There is no user \(name).")
        case .proposal(let number):
            Sentence(zh: "没有第 \(number) 号待办事项。", en: "There is no proposal \(number).")
        case .application(let number):
            Sentence(zh: "没有第 \(number) 号申请。", en: "There is no application \(number).")
        case .notice(let number):
            Sentence(zh: "没有第 \(number) 号通知。", en: "There is no notice \(number).")
        case .entry(let number):
            Sentence(zh: "没有第 \(number) 号分录。", en: "There is no entry \(number).")
        }
    }
}
