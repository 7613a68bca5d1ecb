/// What every explanation by a program says alike, written as JSON once: titles, articles, parameters.
struct PolicyWritten: Sendable {
    private(set) var title = PolicyJSON.null
    private(set) var conditions: [Named] = []
    private(set) var trees: [Tree] = []
    /// Those that conditions or outcomes rest on.
    private(set) var definitions: [(place: Int, named: Named)] = []
    private(set) var parameters = PolicyJSON.null
    /// The facts that deciding reads, in the order of the table of facts.
    private(set) var facts: [(place: Int, named: Named)] = []

    struct Named: Sendable {
        let name: PolicyJSON
        let title: PolicyJSON
        let cite: PolicyJSON
    }

    struct Tree: Sendable {
        let text: PolicyJSON
        let title: PolicyJSON?
        let cite: PolicyJSON?
        /// Both sides of a comparison.
        let operands: [Tree]
        let children: [Tree]
    }

    init() {}

    init(_ program: PolicyProgram) {
        let policy = program.policy
        func cite(_ citations: [Citation]) -> PolicyJSON { PolicyWritten.cite(citations, policy) }
        title = PolicyJSON.titles(policy.title).written
        conditions = policy.conditions.map {
            Named(
                name: PolicyJSON.text($0.id).written, title: PolicyJSON.titles($0.title).written,
                cite: cite($0.citations).written)
        }
        trees = program.trees.map { PolicyWritten.tree($0, policy) }
        definitions = policy.definitions.indices.filter { program.isUsed[$0] }.map { place in
            let definition = policy.definitions[place]
            return (
                place,
                Named(
                    name: PolicyJSON.text(definition.name).written,
                    title: PolicyJSON.titles(definition.title).written,
                    cite: cite(definition.citations(on: program.day)).written)
            )
        }
        parameters =
            PolicyJSON.list(
                program.parameters.map { place in
                    let parameter = policy.parameters[place]
                    let value = parameter.value(on: program.day)
                    return .object([
                        "name": .text(parameter.name), "title": .titles(parameter.title),
                        "from": value.map { .text($0.from.description) } ?? .null,
                        "text": .text(value?.text ?? ""), "cite": cite(value?.citations ?? []),
                    ])
                }
            ).written
        facts = program.factsRead.map { place in
            let fact = policy.facts.facts[place]
            return (
                place,
                Named(
                    name: PolicyJSON.text(fact.name).written, title: PolicyJSON.titles(fact.title).written,
                    cite: .null)
            )
        }
    }

    private static func cite(_ citations: [Citation], _ policy: Policy) -> PolicyJSON {
        .list(
            citations.map { citation in
                let document = policy.documents.first { $0.id == citation.document }
                return .object([
                    "document": .text(citation.document), "number": .text(document?.number ?? ""),
                    "article": .text(citation.article),
                ])
            })
    }

    private static func tree(_ tree: ConditionTree, _ policy: Policy) -> Tree {
        var operands: [Tree] = []
        if case .comparison(_, let left, let right) = tree.kind {
            operands = [left, right].map { Tree($0.text, $0.title, $0.citations, policy) }
        }
        return Tree(
            tree.text, tree.title, tree.citations, policy, operands: operands,
            children: tree.children.map { PolicyWritten.tree($0, policy) })
    }
}

extension PolicyWritten.Tree {
    fileprivate init(
        _ text: String, _ title: Sentence?, _ citations: [Citation], _ policy: Policy,
        operands: [PolicyWritten.Tree] = [], children: [PolicyWritten.Tree] = []
    ) {
        self.init(
            text: PolicyJSON.text(text).written, title: title.map { PolicyJSON.titles($0).written },
            cite: citations.isEmpty ? nil : PolicyWritten.cite(citations, policy).written,
            operands: operands, children: children)
    }
}

extension PolicyProgram {
    /// The facts that deciding reads, in the order of the table of facts.
    var factsRead: [Int] {
        var read: Set<Int> = []
        for instruction in instructions.prefix(decidingCount) {
            switch instruction {
            case .fact(let slot), .exists(let slot, _), .judged(let slot, _, _):
                read.insert(tables.slots[Int(slot)].fact)
            default: break
            }
        }
        return read.sorted()
    }
}
