/// Faults of the rules themselves: expressions, units, bands, periods, sizes.
extension PolicyFault {
    static let expressionEmpty = PolicyFault(
        "expression_empty", zh: "这里没有表达式，无从计算；请写一个，例如 rd_y0 / revenue_y0。",
        en:
            "There is no expression here, so nothing can be worked out; write one, such as 'rd_y0 / "
            + "revenue_y0'."
    )

    static func expressionTooLong(_ limit: Int) -> PolicyFault {
        PolicyFault(
            "expression_too_long", zh: "表达式超过 \(limit) 个字符，难以读懂；请用定义拆开。",
            en: "The expression exceeds \(limit) characters and is hard to read; split it into definitions.")
    }

    static func expressionTooDeep(_ limit: Int) -> PolicyFault {
        PolicyFault(
            "expression_too_deep", zh: "嵌套超过 \(limit) 层，难以读懂；请用定义拆开。",
            en: "It is nested more than \(limit) deep and hard to read; split it into definitions.")
    }

    static func unexpected(_ found: String, wanted: Sentence) -> PolicyFault {
        PolicyFault(
            "unexpected", zh: "这里读到“\(found)”，应为\(wanted.zh)；请改写。",
            en: "'\(found)' stands where \(wanted.en) is wanted; rewrite it.")
    }

    static func endsEarly(wanted: Sentence) -> PolicyFault {
        PolicyFault(
            "ends_early", zh: "表达式到此中断，后面应为\(wanted.zh)；请补全。",
            en: "The expression ends where \(wanted.en) is wanted; complete it.")
    }

    static func numberUnreadable(_ text: String) -> PolicyFault {
        PolicyFault(
            "number_unreadable", zh: "数“\(text)”不可用：至多 15 位整数、6 位小数，金额与分数至多两位小数；请改写，例如 50_000 yuan、5%。",
            en:
                "The number '\(text)' can't be used: at most 15 digits and 6 decimals, two for money "
                + "and points; "
                + "write, for example, '50_000 yuan' or '5%'.")
    }

    static func dayUnreadable(_ text: String) -> PolicyFault {
        PolicyFault(
            "day_unreadable", zh: "“\(text)”不是 1900 至 2199 年间的日期；请写成 2017-07-19。",
            en: "'\(text)' is no day between the years 1900 and 2199; write it as 2017-07-19.")
    }

    static let comparisonChained = PolicyFault(
        "comparison_chained", zh: "比较不能连写，含义不明；请用 and 连接，例如 a <= b and b <= c。",
        en:
            "Comparisons can't be chained, their meaning would be unclear; join them, as in 'a <= b "
            + "and b <= c'."
    )

    static func unitsDiffer(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyFault {
        PolicyFault(
            "units_differ", zh: "\(left.title.zh)与\(right.title.zh)不能相加、相比或并列选择，结果没有意义；请换成同一单位。",
            en:
                "\(left.title.en) and \(right.title.en) can't be added, compared or chosen between, "
                + "as the result "
                + "would mean nothing; bring both to one unit.")
    }

    static func unitWanted(_ wanted: PolicyUnit, found: PolicyUnit, of name: String) -> PolicyFault {
        PolicyFault(
            "unit_wanted", zh: "“\(name)”应为\(wanted.title.zh)，这里是\(found.title.zh)；请改写表达式或声明。",
            en:
                "'\(name)' must be \(wanted.title.en) and is \(found.title.en) here; rewrite it or "
                + "what it is "
                + "declared to be.")
    }

    static func numberWanted(found: PolicyUnit) -> PolicyFault {
        PolicyFault(
            "number_wanted", zh: "\(found.title.zh)不能参与这种运算，须为数；请改写。",
            en: "\(found.title.en) can't be reckoned with in this way, which takes numbers; rewrite it.")
    }

    static func noProduct(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyFault {
        PolicyFault(
            "no_product", zh: "\(left.title.zh)乘\(right.title.zh)没有单位；乘积须有一方是比例、个数或纯数字。",
            en:
                "\(left.title.en) times \(right.title.en) has no unit; one side must be a share, a "
                + "count or a plain "
                + "number.")
    }

    static func noQuotient(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyFault {
        PolicyFault(
            "no_quotient", zh: "\(left.title.zh)除以\(right.title.zh)没有单位；请除以同一单位，或除以比例、个数、纯数字。",
            en:
                "\(left.title.en) by \(right.title.en) has no unit; divide by the like, or by a "
                + "share, a count or a "
                + "plain number.")
    }

    static func argumentsWanted(_ function: String, _ wanted: String) -> PolicyFault {
        PolicyFault(
            "arguments_wanted", zh: "函数的写法是 \(wanted)，这里的参数不合；请照此改写“\(function)”。",
            en:
                "\"\(wanted)\" is how the function is written, and these arguments don't fit; write "
                + "'\(function)' so."
        )
    }

    static func seriesAlone(_ name: String) -> PolicyFault {
        PolicyFault(
            "series_alone", zh: "“\(name)”是多年数列，不是一个值；请写 sum(\(name)) 或 \(name)[0]。",
            en: "'\(name)' is a series of years, not one value; write \"sum(\(name))\" or \"\(name)[0]\".")
    }

    static func seriesWanted(_ name: String) -> PolicyFault {
        PolicyFault(
            "series_wanted", zh: "“\(name)”不是多年数列，没有年份可取；请改用数列的名称。",
            en: "'\(name)' is no series of years, so it has none to take; use the name of a series.")
    }

    static func yearOutside(_ name: String, _ count: Int) -> PolicyFault {
        PolicyFault(
            "year_outside", zh: "“\(name)”只有 \(count) 年，序号从 0 到 \(count - 1)；请改正。",
            en: "'\(name)' has \(count) years, numbered 0 to \(count - 1); correct the number.")
    }

    static func factOfText(_ name: String) -> PolicyFault {
        PolicyFault(
            "fact_of_text", zh: "事实“\(name)”只是随附文字，不能用于规则；请改用其他事实。",
            en: "The fact '\(name)' is text that is carried along, and no rule may use it; use another fact.")
    }

    static func factWanted(_ name: String) -> PolicyFault {
        PolicyFault(
            "fact_wanted", zh: "judged 的第一项须是专家评判的事实，“\(name)”不是；请写事实的名称。",
            en: "The first part of 'judged' is a fact that experts judge, and '\(name)' is none; name a fact."
        )
    }

    static func circle(_ names: [String]) -> PolicyFault {
        PolicyFault(
            "circle", zh: "定义互相引用成环（\(names.joined(separator: " → "))），永远算不出；请断开其中一处。",
            en:
                "Definitions refer to one another in a circle (\(names.joined(separator: " → "))) and "
                + "could never be "
                + "worked out; break it.")
    }

    static let numberTooLarge = PolicyFault(
        "number_too_large", zh: "结果的分子或分母可能超过 10 的 36 次方，无法精确计算；请先相除再相乘，或少乘几项。",
        en:
            "Its numerator or denominator could exceed 10^36, beyond exact reckoning; divide before "
            + "multiplying, or "
            + "multiply fewer values.")

    static func periodsOverlap(_ name: String, _ day: Day) -> PolicyFault {
        PolicyFault(
            "periods_overlap", zh: "“\(name)”在 \(day) 有两个值同时有效；请改 from 或 until，使每天只有一个。",
            en:
                "'\(name)' has two values in force on \(day); change 'from' or 'until' so that each "
                + "day has one."
        )
    }

    static func periodGap(_ name: String, _ day: Day) -> PolicyFault {
        PolicyFault(
            "period_gap", zh: "“\(name)”在 \(day) 没有值，而政策当日有效；请补上该日起的值。",
            en:
                "'\(name)' has no value on \(day), a day on which the policy is in force; add one "
                + "from that day."
        )
    }

    static func periodReversed(_ from: Day, _ until: Day) -> PolicyFault {
        PolicyFault(
            "period_reversed", zh: "期间止于 \(until)，早于其开始的 \(from)；请对调或改正。",
            en: "The period ends on \(until), before it begins on \(from); correct one of them.")
    }

    static let stepsOverlap = PolicyFault(
        "steps_overlap", zh: "这一档与上一档重叠，同一数值落入两档；请让它从上一档的终点开始。",
        en:
            "This step overlaps the one before, so one value would fall into both; begin it where "
            + "that one ends."
    )

    static let stepsGap = PolicyFault(
        "steps_gap", zh: "这一档与相邻的档之间有空隙，其间的数值无档可归；请让各档首尾相接，首档不写 from，末档不写 to。",
        en:
            "A gap lies before or behind this step, and values in it would fall into none; let steps "
            + "meet, the first "
            + "without 'from' and the last without 'to'.")

    static let stepsDisordered = PolicyFault(
        "steps_disordered", zh: "这一档的界限不高于上一档；请从低到高排列。",
        en: "The limit of this step is not above that of the one before; write steps from low to high.")

    static func wordsLeftOver(_ words: [String]) -> PolicyFault {
        PolicyFault(
            "words_left_over", zh: "没有写到 \(words.joined(separator: "、"))，遇到时无值可取；请列出它们，或写 else。",
            en: "Nothing is said for \(words.joined(separator: ", ")); list them, or write 'else'.")
    }

    static let elseNeedless = PolicyFault(
        "else_needless", zh: "各词都已列出，else 永远用不到；请删去 else。",
        en: "All words are listed, so 'else' would never be used; remove it.")
}

extension PolicyFault {
    static func constantWanted(_ name: String) -> PolicyFault {
        PolicyFault(
            "constant_wanted", zh: "“\(name)”须是当日不变的数，不能随企业而变；请写数或参数。",
            en: "'\(name)' must be the same for every firm on a day; write a number or a parameter.")
    }
}
