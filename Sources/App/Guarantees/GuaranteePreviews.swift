import Core
import Storage

/// What an action on a guarantee would record, worked out by the same rules and not recorded.
enum GuaranteePreviews {
    static func preview(
        _ action: GuaranteeAction, _ inputs: Inputs, _ doer: GuaranteeAction.Doer?,
        _ seen: GuaranteeSight.Seen,
        _ today: Day, _ connection: Connection
    ) throws -> Preview {
        let before = seen.guarantee
        if let step = action.step {
            var preview = Preview()
            if step.commits { try Commitment.check(before, on: today, connection) }
            let year =
                try step == .file ? Commitment.yearSoFar(before.agreement, on: today, connection) : nil
            let after = try before.taking(step, compensationRate: year?.rate)
            preview.lines = changes(from: before, to: after)
            let waits = after.state == .awaitingApproval ? after : before
            if let stopLoss = try Commitment.stopLoss(of: waits, on: today, connection) {
                preview.lines.append(
                    Preview.Line(title: whyItWaits, value: stopLoss.sentence))
            }
            return preview
        }
        let event = GuaranteeActions.event(action, inputs, doer)
        let recording = try GuaranteeStore.recording(
            event, of: before, on: GuaranteeActions.day(inputs, today), nil, connection)
        if case .paid(by: .treasury, let amount) = event { try checkFund(amount, seen, connection) }
        return preview(of: recording, seen)
    }

    /// What a recording would change and post.
    static func preview(of recording: Recording, _ seen: GuaranteeSight.Seen) -> Preview {
        let before = seen.guarantee
        var preview = Preview()
        preview.lines = changes(from: before, to: recording.after)
        preview.postings = recording.entry.postings.lines.map { line in
            Preview.Posting(account: accountName(line.account, seen), amount: line.amount)
        }
        let due = try? WorkingDays.add(before.agreement.claimDueWorkingDays, to: recording.entry.day)
        preview.claims = recording.claims.map {
            Preview.NewClaim(
                debtor: seen.name(of: $0.debtor), creditor: seen.name(of: $0.creditor), amount: $0.amount,
                dueOn: due)
        }
        return preview
    }

    private static let whyItWaits = Sentence(zh: "备案待批的原因", en: "Why the filing waits")

    /// Whose account of which kind.
    private static func accountName(_ account: Account, _ seen: GuaranteeSight.Seen) -> Sentence {
        let owner = seen.parties.values.first { $0.id == account.institution }?.name ?? ""
        let kind = account.kind.name
        return Sentence(zh: "\(owner) · \(kind.zh)", en: "\(owner) · \(kind.en)")
    }

    private static func checkFund(
        _ amount: Fen, _ seen: GuaranteeSight.Seen, _ connection: Connection
    ) throws {
        guard let treasury = seen.guarantee.agreement.treasury else { return }
        let fund = try LedgerStore.balance(of: Account(treasury, .fund), connection)
        guard amount <= fund else { throw GuaranteeRefusal.fundShort(amount, fund) }
    }

    private static func changes(from before: Guarantee, to after: Guarantee) -> [Preview.Line] {
        var lines = [
            Preview.Line(
                title: Sentence(zh: "状态", en: "State"),
                value: change(before.state.name, after.state.name))
        ]
        let figures: [(Sentence, Fen, Fen)] = [
            (
                Sentence(zh: "在保余额", en: "Outstanding"), before.position.outstanding,
                after.position.outstanding
            ),
            (
                Sentence(zh: "待代偿索赔", en: "Claim to be compensated"), before.position.openClaim,
                after.position.openClaim
            ),
            (Sentence(zh: "累计代偿损失", en: "Loss compensated"), before.position.loss, after.position.loss),
            (
                Sentence(zh: "未追回损失", en: "Loss not recovered"), before.position.unrecovered,
                after.position.unrecovered
            ),
        ]
        for (title, old, new) in figures where old != new {
            lines.append(Preview.Line(title: title, value: change(money(old), money(new))))
        }
        if before.endsOn != after.endsOn {
            let (old, new) = (before.endsOn.description, after.endsOn.description)
            lines.append(
                Preview.Line(
                    title: Sentence(zh: "到期日", en: "Ends on"),
                    value: change(Sentence(zh: old, en: old), Sentence(zh: new, en: new))))
        }
        return lines
    }

    private static func money(_ amount: Fen) -> Sentence {
        Sentence(zh: "\(amount.grouped) 元", en: "\(amount.grouped) yuan")
    }

    private static func change(_ old: Sentence, _ new: Sentence) -> Sentence {
        old == new ? new : Sentence(zh: "\(old.zh) → \(new.zh)", en: "\(old.en) → \(new.en)")
    }
}
