import Core

/// The words of which the names of the demonstration province are made. Every brand ends with a character
/// that says that it is made up (例, 拟, 样, 试, 示, 设), so that no real firm is named.
enum DemonstrationNames {
    private static let brands = [
        "云", "岭", "漓", "榕", "桂", "峰", "澜", "星", "禾", "木", "石", "泉", "青", "远", "嘉", "瑞", "恒", "启", "华", "明",
        "晨", "朗", "卓", "锦", "鼎", "汇", "融", "创", "智", "新", "海", "江", "山", "林", "森", "田", "春", "夏", "秋", "冬",
    ]
    private static let marks = ["例", "拟", "样", "试", "示", "设"]

    static let banks = ["桂例银行", "邕拟银行", "漓样银行", "柳示银行", "湾试银行", "榕设农村商业银行"]

    static func brand(_ random: inout SeededGenerator) -> String { random.pick(brands) + random.pick(marks) }

    /// The name of a city or county as firms carry it: without the word for its kind where two characters
    /// stay.
    static func short(_ name: String) -> String {
        let word = name.hasSuffix("自治县") ? String(name.prefix(2)) : String(name.dropLast())
        return word.count >= 2 ? word : name
    }

    static let reasonsToDecline = [
        "资产负债率过高", "反担保措施不足", "近两年连续亏损", "存在未结诉讼", "财务资料不完整",
    ]
    static let reasonsToWithdraw = ["企业改用自有资金", "贷款计划推迟", "银行直接给予信用贷款"]
    static let reasonsOfDefault = ["主要客户回款拖欠", "原材料价格上涨导致亏损", "扩建投入过大", "实际控制人涉诉", "市场需求下降"]
}

/// Lines of business with their codes in GB/T 4754-2017, weighted to technology and manufacturing.
struct DemonstrationIndustry: Sendable {
    let code: String
    let weight: Int
    let words: [String]

    static let all: [DemonstrationIndustry] = [
        .init(code: "I65", weight: 14, words: ["信息技术", "软件", "网络科技", "数据"]),
        .init(code: "M75", weight: 7, words: ["科技", "技术服务"]),
        .init(code: "M73", weight: 4, words: ["生物技术", "新材料研究"]),
        .init(code: "M74", weight: 4, words: ["检测技术", "工程设计"]),
        .init(code: "C39", weight: 7, words: ["电子", "通信设备"]),
        .init(code: "C38", weight: 5, words: ["电气", "照明电器"]),
        .init(code: "C35", weight: 6, words: ["专用设备", "机械"]),
        .init(code: "C34", weight: 5, words: ["通用机械", "精密机械"]),
        .init(code: "C36", weight: 5, words: ["汽车零部件", "内燃机配件"]),
        .init(code: "C27", weight: 4, words: ["制药", "药业"]),
        .init(code: "C26", weight: 4, words: ["化工", "新材料"]),
        .init(code: "C32", weight: 3, words: ["铝业", "金属材料"]),
        .init(code: "C30", weight: 3, words: ["陶瓷", "建材"]),
        .init(code: "C13", weight: 6, words: ["食品加工", "农产品"]),
        .init(code: "C20", weight: 3, words: ["木业", "竹木"]),
        .init(code: "C29", weight: 2, words: ["橡塑", "塑料"]),
        .init(code: "A01", weight: 5, words: ["农业开发", "种植"]),
        .init(code: "N77", weight: 3, words: ["环保", "环境工程"]),
        .init(code: "F51", weight: 5, words: ["商贸", "供应链"]),
        .init(code: "G54", weight: 2, words: ["物流", "运输"]),
        .init(code: "L72", weight: 2, words: ["企业服务", "文化传播"]),
        .init(code: "E50", weight: 1, words: ["装饰工程"]),
    ]
}
