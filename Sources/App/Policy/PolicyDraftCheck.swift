import Core

/// What has to be true of a version before it can be put in force: sound, for a day to come, after all that
/// is in force, and with its cases as expected.
struct PolicyDraftCheck {
    let policy: Policy
    /// The library as it would be.
    let library: PolicyLibrary
    let cases: [PolicyCaseResult]
    /// Cases of the rule as it is that come out otherwise from the day on.
    let overtaken: [PolicyCaseResult]

    var failed: [PolicyCaseResult] { cases.filter { !$0.isPassed } }

    /// Reads the text as the version of a policy from a day on.
    ///
    /// - Parameter expected: the policy that it has to be of; any where nil.
    init(
        _ library: PolicyLibrary, text: [UInt8], cases: [UInt8]?, of expected: String?, from day: Day?,
        today: Day
    ) throws(FormRefusal) {
        let (name, casesName) = ("policy.yaml", "cases.yaml")
        let read = try PolicyDraftCheck.inField("text") { () throws(PolicyProblems) in
            try PolicyFile.read(try PolicyYAML.read(text, file: name), file: name, facts: library.facts)
        }
        func refused(_ field: String, _ zh: String, _ en: String) -> FormRefusal {
            FormRefusal(problems: [.init(field: field, sentence: Sentence(zh: zh, en: en))])
        }
        if let expected, read.id != expected {
            throw refused(
                "text", "这里修订的是政策“\(expected)”，文本却写着“\(read.id)”；请改正 policy 一行。",
                "This revises '\(expected)' but the text says '\(read.id)'; mend the line 'policy'."
            )
        }
        let from = day ?? read.inForce.from
        guard from > today else {
            throw refused(
                "from", "新版本最早自明天（\(today + 1)）起施行；已经判定的日子不再改变。",
                "A new version is in force from tomorrow (\(today + 1)) at the earliest."
            )
        }
        guard read.inForce.contains(from) else {
            throw refused(
                "from", "\(from) 不在文本 in_force 所写的期间内；请改日期或改文本。",
                "\(from) is not among the days of the text's in_force; mend the day or the text.")
        }
        if let later = library.policies[read.id]?.map(\.inForce.from).filter({ $0 >= from }).max() {
            throw refused(
                "from", "已有自 \(later) 起施行的版本；请选更晚的日期。",
                "Another version comes into force on \(later); choose a later day.")
        }
        let files = (
            PolicyLibrary.File(name: PolicyDraft.file(read.id, from), bytes: text),
            cases.map { PolicyLibrary.File(name: PolicyDraft.casesFile(read.id, from), bytes: $0) }
        )
        // The text has been read, so what is wrong now is in the cases.
        let added = try PolicyDraftCheck.inField("cases") { () throws(PolicyProblems) in
            try library.adding(files.0, from: from, cases: files.1)
        }
        guard let policy = try? added.policy(read.id, on: from) else {
            throw refused("text", "文本不能使用。", "The text can't be used; look at \(casesName).")
        }
        (self.policy, self.library) = (policy, added)
        self.cases = try PolicyDraftCheck.inField("cases") { () throws(PolicyProblems) in
            try added.runCases(of: policy.id).map(\.result)
        }
        overtaken = try PolicyDraftCheck.inField("cases") { () throws(PolicyProblems) in
            try PolicyDraftCheck.overtaken(library, by: added, policy, from)
        }
    }

    private static func overtaken(
        _ library: PolicyLibrary, by added: PolicyLibrary, _ policy: Policy, _ from: Day
    ) throws(PolicyProblems) -> [PolicyCaseResult] {
        var results: [PolicyCaseResult] = []
        for file in library.cases where file.file.policy == policy.id {
            for single in file.file.cases where single.day >= from {
                let result = try single.run { (day) throws(PolicyProblems) in
                    guard let version = try? added.policy(policy.id, on: day) else { return nil }
                    return try PolicyCompiler.program(version, on: day)
                }
                if !result.isPassed { results.append(result) }
            }
        }
        return results
    }

    private static let listed = 50

    private static func inField<Output>(
        _ field: String, _ work: () throws(PolicyProblems) -> Output
    ) throws(FormRefusal) -> Output {
        do { return try work() } catch {
            throw FormRefusal(
                problems: error.problems.prefix(listed).map { .init(field: field, sentence: $0.sentence) })
        }
    }
}

/// Why a draft can't be put in force.
enum PolicyDraftRefusal: Refusal {
    case casesDiffer(Int)
    case changedMeanwhile
    case inForceAlready(Day)
    case reasonMissing

    var code: String {
        switch self {
        case .casesDiffer: "policy_cases_differ"
        case .changedMeanwhile: "policy_draft_changed"
        case .inForceAlready: "policy_in_force_already"
        case .reasonMissing: "policy_reason_missing"
        }
    }

    var sentence: Sentence {
        switch self {
        case .casesDiffer(let count):
            Sentence(
                zh: "有 \(count) 个案例的结果与预期不符，不能施行；请由起草人更正文本或案例。",
                en:
                    "\(count) cases come out otherwise than expected; mend them or the text."
            )
        case .inForceAlready(let day):
            Sentence(
                zh: "该版本自 \(day) 起已经施行，不能收回；请起草新版本。",
                en: "This version has been in force since \(day) and can't be taken back; draft another.")
        case .reasonMissing:
            Sentence(zh: "请写明收回的原因。", en: "Say why it is taken back.")
        case .changedMeanwhile:
            Sentence(
                zh: "草案在您查看之后已有改动；请看过现在的文本再处理。",
                en: "The draft has changed since you looked; read it as it is now and decide then.")
        }
    }
}
