/// Why a project or a voucher is not taken into the books of R&D expense, and what would mend it.
public enum ResearchRefusal: Refusal {
    case numberWrong(limit: Int)
    case nameWrong(limit: Int)
    case wordsWrong(limit: Int)
    case endsBeforeItBegins(from: Day, until: Day)
    case formFixed(project: String, ResearchForm)
    case vouchersOutside(project: String, first: Day, last: Day)
    case projectUnknown(String)
    case tooManyProjects(Int)
    case kindUnknown(String, [ResearchKind])
    case kindNotOfForm(ResearchKind, ResearchProject)
    case dayOutside(Day, ResearchProject)
    case dayAhead(Day, today: Day)
    case amountZero
    case belowZero(ResearchVoucher, Fen)
    case sumTooLarge(ResearchVoucher)
    case voucherDiffers(ResearchVoucher)
    case noYear(Int)

    public var code: String {
        switch self {
        case .numberWrong: "research_number_wrong"
        case .nameWrong: "research_name_wrong"
        case .wordsWrong: "research_words_wrong"
        case .endsBeforeItBegins: "research_ends_before_it_begins"
        case .formFixed: "research_form_fixed"
        case .vouchersOutside: "research_vouchers_outside"
        case .projectUnknown: "research_project_unknown"
        case .tooManyProjects: "research_too_many_projects"
        case .kindUnknown: "research_kind_unknown"
        case .kindNotOfForm: "research_kind_not_of_form"
        case .dayOutside: "research_day_outside"
        case .dayAhead: "research_day_ahead"
        case .amountZero: "research_amount_zero"
        case .belowZero: "research_below_zero"
        case .sumTooLarge: "research_sum_too_large"
        case .voucherDiffers: "research_voucher_differs"
        case .noYear: "research_no_year"
        }
    }

    public var sentence: Sentence { ofText ?? ofProject ?? ofVoucher }

    private var ofText: Sentence? {
        switch self {
        case .numberWrong(let limit):
            Sentence(
                zh: "编号不能为空，不超过 \(limit) 字节，不含控制字符。",
                en: "A number has 1 to \(limit) bytes and no control characters.")
        case .nameWrong(let limit):
            Sentence(
                zh: "项目名称不能为空，不超过 \(limit / 3) 个汉字。",
                en: "A project has a name of at most \(limit) bytes.")
        case .wordsWrong(let limit):
            Sentence(
                zh: "摘要不能为空，不超过 \(limit / 3) 个汉字。",
                en: "Say what was paid for in at most \(limit) bytes.")
        default: nil
        }
    }

    private var ofProject: Sentence? {
        switch self {
        case .endsBeforeItBegins(let from, let until):
            Sentence(
                zh: "项目结束日 \(until) 早于开始日 \(from)；请核对日期。",
                en: "The project ends on \(until), before it begins on \(from); check the days.")
        case .formFixed(let project, let form):
            Sentence(
                zh: "项目 \(project) 已有凭证，研发形式“\(form.name.zh)”不能再改；请另立项目。",
                en: """
                    Project \(project) has vouchers, so its form '\(form.name.en)' stays; register another \
                    project.
                    """)
        case .vouchersOutside(let project, let first, let last):
            Sentence(
                zh: "项目 \(project) 已有 \(first) 至 \(last) 的凭证，起止日须包含这段时间。",
                en: "Project \(project) has vouchers from \(first) to \(last); its days must hold them.")
        case .projectUnknown(let number):
            Sentence(
                zh: "没有编号为“\(number)”的研发项目；请先登记项目。",
                en: "There is no R&D project '\(number)'; register it first.")
        case .tooManyProjects(let most):
            Sentence(
                zh: "一家企业最多登记 \(most) 个研发项目。", en: "A firm registers at most \(most) R&D projects.")
        case .noYear(let year):
            Sentence(
                zh: "\(year) 年没有研发费用凭证；请改用有凭证的年度。",
                en: "There are no vouchers of R&D expense in \(year); ask for a year that has some.")
        default: nil
        }
    }

    private var ofVoucher: Sentence {
        switch self {
        case .kindUnknown(let text, let kinds):
            Sentence(
                zh: "没有费用类别“\(text)”；应为：\(kinds.map(\.title.zh).joined(separator: "、"))。",
                en: """
                    There is no kind of expense '\(text)'; the kinds are \
                    \(kinds.map(\.name).joined(separator: ", ")).
                    """)
        case .kindNotOfForm(let kind, let project):
            Sentence(
                zh: """
                    项目 \(project.number) 的形式为“\(project.form.name.zh)”，不能归集“\(kind.title.zh)”；\
                    委托部分请另立委托项目。
                    """,
                en: """
                    Project \(project.number) is '\(project.form.name.en)' and has no expense of the kind \
                    '\(kind.title.en)'; register what is commissioned as a project of its own.
                    """)
        case .dayOutside(let day, let project):
            Sentence(
                zh: "日期 \(day) 不在项目 \(project.number) 的起止日之内（\(project.from) 至 \(end(project, "今"))）。",
                en: """
                    The day \(day) is outside of project \(project.number), which goes from \
                    \(project.from) to \(end(project, "now")).
                    """)
        case .dayAhead(let day, let today):
            Sentence(
                zh: "凭证日期 \(day) 晚于今天（\(today)）；请核对年份。",
                en: "The voucher's day \(day) is later than today, \(today); check the year.")
        case .belowZero(let voucher, let sum):
            Sentence(
                zh: """
                    冲减 \((-voucher.amount).grouped) 元超过项目 \(voucher.project) 在 \(voucher.day.year) 年\
                    已归集的同类费用 \(sum.grouped) 元；请先录入原凭证。
                    """,
                en: """
                    A correction by \((-voucher.amount).grouped) yuan exceeds the \(sum.grouped) yuan that \
                    project \(voucher.project) has spent on it in \(voucher.day.year); enter what it \
                    corrects first.
                    """)
        case .sumTooLarge(let voucher):
            Sentence(
                zh: "项目 \(voucher.project) 该类费用全年合计将超过 10 万亿元；请核对金额。",
                en: "Project \(voucher.project) would spend more than 10 trillion yuan; check the amount.")
        case .voucherDiffers(let known):
            Sentence(
                zh: """
                    凭证 \(known.number) 已录入且内容不同（\(known.day)，项目 \(known.project)，\
                    \(known.amount.grouped) 元）；凭证不改，请以新编号的相反金额冲正。
                    """,
                en: """
                    Voucher \(known.number) is entered with another content (\(known.day), project \
                    \(known.project), \(known.amount.grouped) yuan); vouchers stay: correct it by one of \
                    the opposite amount under a new number.
                    """)
        default: Sentence(zh: "凭证金额不能为 0。", en: "A voucher's amount is not 0.")
        }
    }

    private func end(_ project: ResearchProject, _ open: String) -> String {
        project.until?.description ?? open
    }
}
