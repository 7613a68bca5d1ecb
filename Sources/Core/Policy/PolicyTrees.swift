/// How a condition is made up of comparisons, for those who read why.
extension PolicyCompiler {
    /// The tree of an expression of yes or no; its instructions are there already.
    mutating func tree(
        _ expression: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> ConditionTree {
        treeCount += 1
        let register = try emit(expression, formula)
        let text = formula.text(of: expression)
        func made(
            _ kind: ConditionTree.Kind, _ children: [ConditionTree] = [], _ title: Sentence? = nil,
            _ citations: [Citation] = []
        ) -> ConditionTree {
            ConditionTree(
                kind: kind, register: register, text: text, title: title, citations: citations,
                children: children)
        }
        guard treeCount <= PolicyCompiler.treeLimit else { return made(.plain) }
        switch expression.kind {
        case .comparison(let relation, let left, let right) where !isOfFlags(left, formula):
            // Literal words have no register of their own: the comparison says it all.
            guard !left.isLiteralWord, !right.isLiteralWord else { return made(.plain) }
            let (one, other) = (try operand(left, formula), try operand(right, formula))
            return made(.comparison(relation, one, other))
        case .all(let parts): return made(.all, try trees(parts, formula))
        case .any(let parts): return made(.any, try trees(parts, formula))
        case .negation(let part): return made(.not, try trees([part], formula))
        case .call("all", let parts): return made(.all, try trees(parts, formula))
        case .call("any", let parts): return made(.any, try trees(parts, formula))
        case .name(let name):
            let (title, citations) = titleAndCitations(of: name)
            guard let inner = flagFormula(of: name) else { return made(.plain, [], title, citations) }
            let inside = try tree(inner.expression, inner)
            return ConditionTree(
                kind: inside.kind, register: register, text: text, title: title, citations: citations,
                children: inside.children)
        default: return made(.plain)
        }
    }

    private mutating func trees(
        _ parts: [PolicyExpression], _ formula: Formula
    ) throws(LocatedFault) -> [ConditionTree] {
        var trees: [ConditionTree] = []
        for part in parts { trees.append(try tree(part, formula)) }
        return trees
    }

    private mutating func isOfFlags(_ part: PolicyExpression, _ formula: Formula) -> Bool {
        guard !part.isLiteralWord, let register = try? emit(part, formula) else { return true }
        return unit(register) == .flag
    }

    private mutating func operand(
        _ part: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> ConditionTree.Operand {
        let register = try emit(part, formula)
        var (title, citations): (Sentence?, [Citation]) = (nil, [])
        if case .name(let name) = part.kind { (title, citations) = titleAndCitations(of: name) }
        return ConditionTree.Operand(
            register: register, text: formula.text(of: part), title: title, citations: citations)
    }

    private func titleAndCitations(of name: String) -> (Sentence?, [Citation]) {
        switch names[name] {
        case .fact(let number): return (facts.facts[number].title, [])
        case .series(let number): return (facts.series[number].title, [])
        case .parameter(let number):
            guard let parameter = policy?.parameters[number] else { return (nil, []) }
            return (parameter.title, parameter.value(on: day)?.citations ?? [])
        case .definition(let number):
            guard let definition = policy?.definitions[number] else { return (nil, []) }
            return (definition.title, definition.citations(on: day))
        case .condition, nil:
            guard let policy, let number = conditionNames[name] else { return (nil, []) }
            return (policy.conditions[number].title, policy.conditions[number].citations)
        }
    }

    /// What a definition or condition of yes or no says.
    private func flagFormula(of name: String) -> Formula? {
        switch names[name] {
        case .definition(let number):
            guard case .formula(let formula) = policy?.definitions[number].version(on: day)?.body else {
                return nil
            }
            return formula
        case .condition, nil:
            return conditionNames[name].flatMap { policy?.conditions[$0].holds }
        default: return nil
        }
    }
}
