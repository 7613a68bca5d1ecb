/// A decision and its explanation as JSON: the same facts give the same bytes.
extension PolicyProgram {
    /// The answer alone.
    public func json(_ decision: PolicyDecision) -> PolicyJSON { .object(members(decision)) }

    fileprivate func members(_ decision: PolicyDecision) -> PolicyJSON.Members {
        let amount = decision.amount
        let isAmountCertain = amount.map { $0.lowerBound == $0.upperBound } ?? false
        return [
            "policy": .text(policy.id), "as_of": .text(day.description),
            "verdict": decision.verdict.map { .text($0.rawValue) } ?? .null,
            "class": decision.classes.map { $0.count == 1 ? .text($0[0].word) : .null } ?? .null,
            "classes": decision.classes.map { .list($0.map { .text($0.word) }) } ?? .null,
            "score_low": decision.score.map { points($0.low) } ?? .null,
            "score_high": decision.score.map { points($0.high) } ?? .null,
            "amount_yuan": isAmountCertain ? .text(amount?.lowerBound.description ?? "") : .null,
            "amount_low_yuan": amount.map { .text($0.lowerBound.description) } ?? .null,
            "amount_high_yuan": amount.map { .text($0.upperBound.description) } ?? .null,
            "failed": .list(decision.failed.map { .text(policy.conditions[$0].id) }),
            "open": .list(decision.open.map { .text(policy.conditions[$0].id) }),
            "waits_for": .list(decision.waits.facts.map { .text(policy.facts.facts[$0].name) }),
            "divided_by_zero": .list(decision.waits.zeroDivisors.map { .text(self.name(of: $0)) }),
            "left_to_judgement": .flag(decision.waits.isLeftToJudgement),
        ]
    }

    private func points(_ value: Fraction) -> PolicyJSON {
        value.isFinite ? .number(DecimalText.text(of: value / Fraction(100, 1), decimals: 2)) : .null
    }

    /// The definition that a register works out, or the part of a condition that it stands for.
    private func name(of register: Int32) -> String {
        if let place = definitions.firstIndex(of: register) { return policy.definitions[place].name }
        return operandText(register) ?? "/"
    }

    private func operandText(_ register: Int32) -> String? {
        var rest = trees
        while let tree = rest.popLast() {
            if tree.register == register { return tree.text }
            if case .comparison(_, let left, let right) = tree.kind {
                if left.register == register { return left.text }
                if right.register == register { return right.text }
            }
            rest += tree.children
        }
        return nil
    }
}

extension PolicyExplanation {
    /// The answer with conditions, definitions, parameters and facts.
    public var json: PolicyJSON {
        var members = program.members(decision)
        let written = program.written
        members["title"] = written.title
        members["conditions"] = .list(program.conditions.indices.map(condition))
        members["definitions"] = .list(
            written.definitions.map { place, named in
                let register = program.definitions[place]
                return .object([
                    "cite": named.cite, "name": named.name, "title": named.title,
                    "value": value(self[register], program.registers[Int(register)].unit),
                ])
            })
        members["parameters"] = written.parameters
        members["facts"] = .list(
            written.facts.map { place, named in
                .object([
                    "name": named.name, "source": facts.sources[place].map { .text($0) } ?? .null,
                    "title": named.title,
                    "value": facts.values[place].map { .text(program.policy.facts.facts[place].text(of: $0)) }
                        ?? .null,
                ])
            })
        return .object(members)
    }

    private func condition(_ place: Int) -> PolicyJSON {
        let named = program.written.conditions[place]
        return .object([
            "cite": named.cite, "holds": holds(program.conditions[place]), "id": named.name,
            "title": named.title, "tree": tree(program.trees[place], program.written.trees[place]),
        ])
    }

    private func holds(_ register: Int32) -> PolicyJSON {
        .text(PolicyDecision.Answer(self[register]).rawValue)
    }

    private func tree(_ tree: ConditionTree, _ written: PolicyWritten.Tree) -> PolicyJSON {
        var members: PolicyJSON.Members = ["holds": holds(tree.register), "text": written.text]
        members["title"] = written.title
        members["cite"] = written.cite
        switch tree.kind {
        case .all: members["kind"] = .text("all")
        case .any: members["kind"] = .text("any")
        case .not: members["kind"] = .text("not")
        case .plain: members["kind"] = .text("plain")
        case .comparison(let relation, let left, let right):
            members["kind"] = .text("comparison")
            members["relation"] = .text(relation.rawValue)
            members["value"] = operand(left, written.operands[0])
            members["threshold"] = operand(right, written.operands[1])
            if let margin = margin(of: relation, left.register, right.register) {
                let unit = program.registers[Int(left.register)].unit
                members["margin"] = value(Interval(margin.low, margin.high), unit == .day ? .days : unit)
            }
        }
        if !tree.children.isEmpty {
            members["parts"] = .list(zip(tree.children, written.children).map { self.tree($0, $1) })
        }
        return .object(members)
    }

    private func operand(_ operand: ConditionTree.Operand, _ written: PolicyWritten.Tree) -> PolicyJSON {
        let value = self.value(self[operand.register], program.registers[Int(operand.register)].unit)
        guard case .object(var members) = value else { return value }
        members["text"] = written.text
        members["title"] = written.title
        members["cite"] = written.cite
        return .object(members)
    }

    // MARK: Values

    /// The lowest and the highest in the unit that people read; without a bound null.
    func value(_ value: Interval, _ unit: PolicyUnit) -> PolicyJSON {
        if unit == .flag {
            return .object(["unit": .text("flag"), "is": .text(PolicyDecision.Answer(value).rawValue)])
        }
        if unit.isWord {
            let words = program.words(value, unit).map { PolicyJSON.text($0.word) }
            return .object(["unit": .text("word"), "words": .list(words)])
        }
        return .object([
            "high": number(value.high, unit), "low": number(value.low, unit), "unit": .text(unit.word),
        ])
    }

    private func number(_ value: Fraction, _ unit: PolicyUnit) -> PolicyJSON {
        guard value.isFinite else { return .null }
        if unit == .day { return .text(value.day.description) }
        let people = unit.scale == 1 ? value : value.reduced / Fraction(unit.scale, 1)
        let isWholeFen = unit == .money && value.reduced.denominator == 1
        return .text(
            isWholeFen
                ? DecimalText.fixed(people, decimals: 2) : DecimalText.text(of: people, decimals: 6))
    }
}

extension PolicyUnit {
    /// What JSON calls it.
    var word: String {
        switch self {
        case .money: "yuan"
        case .count: "count"
        case .points: "points"
        case .share: "share"
        case .day: "day"
        case .years: "years"
        case .days: "days"
        case .flag: "flag"
        case .number: "number"
        case .word, .anyWord: "word"
        }
    }
}
