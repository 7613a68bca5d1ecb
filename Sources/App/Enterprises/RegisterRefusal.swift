import Core

/// Why something is not entered in the register.
enum RegisterRefusal: Refusal {
    case platformUnknown(String)
    case fileMissing, dayWrong
    /// What there is already, and who told it.
    case differs(Sentence, source: String)
    case contactNewer(Day)
    case relatedToItself

    var code: String {
        switch self {
        case .platformUnknown: "support_platform_unknown"
        case .fileMissing: "register_file_missing"
        case .dayWrong: "register_day_wrong"
        case .differs: "register_record_differs"
        case .contactNewer: "contact_newer"
        case .relatedToItself: "related_to_itself"
        }
    }

    var sentence: Sentence {
        switch self {
        case .platformUnknown(let name):
            Sentence(
                zh: "没有登记名为“\(name)”的支撑平台；请先登记平台。",
                en: "There is no support platform '\(name)'; register it first.")
        case .fileMissing:
            Sentence(zh: "请选择要上传的表格。", en: "Choose the table to upload.")
        case .dayWrong:
            Sentence(
                zh: "“信息所属日期”应为不晚于今天的日期，例如 2017-06-30。",
                en: "'Day for which it is told' should be a day such as 2017-06-30, not later than today.")
        case .differs(let known, let source):
            Sentence(
                zh: "登记簿中已有\(known.zh)，由\(source)报送，与此不同；不会覆盖，请与其核对。",
                en: """
                    The register has \(known.en), told by \(source), which differs and is not overwritten; \
                    settle it with them.
                    """)
        case .contactNewer(let day):
            Sentence(
                zh: "同一来源已报送该联系人 \(day) 的信息，比这次的新。",
                en: "The same source has told of this contact for \(day), which is newer.")
        case .relatedToItself:
            Sentence(zh: "企业不能与自己关联；请填写另一家企业。", en: "A firm is not related to itself; name another.")
        }
    }
}
