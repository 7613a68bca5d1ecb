/// What a change does, as JSON: the same firms give the same bytes.
extension WhatIfSums {
    public var json: PolicyJSON {
        .object([
            "all": all.json,
            "cities": .list(WhatIfSums.groups(cities, "division")),
            "industries": .list(WhatIfSums.groups(industries, "industry")),
        ])
    }

    private static func groups(_ counts: [String: WhatIfCount], _ key: String) -> [PolicyJSON] {
        counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, count in
            guard case .object(var members) = count.json else { return .null }
            members[key] = name.isEmpty ? .null : .text(name)
            return .object(members)
        }
    }
}

extension WhatIfCount {
    var json: PolicyJSON {
        var members: PolicyJSON.Members = [
            "firms": .number(String(firms)), "before": before.json, "after": after.json,
        ]
        for effect in WhatIfEffect.allCases where effect != .none {
            members[effect.rawValue] = .number(String(effects[effect] ?? 0))
            members["certainly_\(effect.rawValue)"] = .number(String(certain[effect] ?? 0))
        }
        return .object(members)
    }
}

extension WhatIfCount.Side {
    fileprivate var json: PolicyJSON {
        .object([
            "yes": .number(String(verdicts[.yes] ?? 0)), "no": .number(String(verdicts[.no] ?? 0)),
            "open": .number(String(verdicts[.open] ?? 0)),
            "classes": .object(PolicyJSON.Members(classes.mapValues { .number(String($0)) })),
            "cost_low_yuan": .text(WhatIfCount.yuan(costLow)),
            "cost_high_yuan": .text(WhatIfCount.yuan(costHigh)),
            "others_low_yuan": .text(WhatIfCount.yuan(othersLow)),
            "others_high_yuan": .text(WhatIfCount.yuan(othersHigh)),
        ])
    }
}

extension WhatIfCount {
    /// Fen as yuan with two decimals.
    public static func yuan(_ fen: Int128) -> String { DecimalText.fixed(Fraction(fen, 100), decimals: 2) }
}
