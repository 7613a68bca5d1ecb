import Core

/// What the checks of a draft have found, on its page.
enum PolicyDraftChecks {
    static func section(_ ask: Ask, _ draft: PolicyDraft, _ text: String, _ cases: String?) -> HTML {
        let t = ask.language
        let title = t("检查", "Checks")
        do throws(FormRefusal) {
            let check = try PolicyDraftCheck(
                ask.site.policies.library, text: Array(text.utf8), cases: cases.map { Array($0.utf8) },
                of: draft.policy, from: draft.from, today: ask.today)
            let (count, failed) = (check.cases.count, check.failed.count)
            let sum = t(
                "文本可用；刚刚运行了 \(count) 个案例，不符 \(failed) 个。",
                "The text is sound; ran \(count) cases just now: \(failed) differ.")
            let compare = Parts.link(
                "/policy-drafts/\(draft.number)/effect", t("对全部企业推演", "Try it out on every firm"))
            return Parts.section(
                title,
                """
                <p>\(sum)</p>\(list(check.failed, t, "problem"))\(overtaken(check, draft, t))<p>\(compare)</p>
                """)
        } catch {
            return Parts.section(title, Forms.summary(error, t) ?? HTML())
        }
    }

    /// What the change does to cases that were written for the rule as it is.
    private static func overtaken(_ check: PolicyDraftCheck, _ draft: PolicyDraft, _ t: Language) -> HTML? {
        let count = check.overtaken.count
        guard count > 0 else { return nil }
        let words = t(
            "现有案例中有 \(count) 个在 \(draft.from) 之后结果改变，此后不再适用：",
            "\(count) cases of the rule as it is come out otherwise from \(draft.from) on and end with it:")
        return "<p>\(words)</p>\(list(check.overtaken, t, "hint"))"
    }

    private static func list(_ results: [PolicyCaseResult], _ t: Language, _ word: String) -> HTML? {
        guard !results.isEmpty else { return nil }
        let items = results.map { result -> HTML in
            let differences = result.differences.map { one in
                t(
                    "\(one.key)：预期 \(one.expected)，得到 \(one.found)",
                    "\(one.key): expected \(one.expected), found \(one.found)")
            }
            return "<li>\(t(result.name)) – \(differences.joined(separator: t("；", "; ")))</li>"
        }
        return "<ul class=\"\(word)\">\(items)</ul>"
    }
}
