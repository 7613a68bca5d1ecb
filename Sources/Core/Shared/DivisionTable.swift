/// The rows behind `Division`: code, first year, last year or a hyphen, name, romanised name.
///
/// The facts are those of GB/T 2260 and its changes. 1980, when the standard first appeared, stands for every
/// earlier first year; codes that ended before 2000 are left out, and so are those of 市辖区, which name no
/// place.
enum DivisionTable {
    static let rows = """
        450000 1980 - 广西壮族自治区 Guangxi
        450100 1980 - 南宁市 Nanning
        450102 1983 - 兴宁区 Xingning
        450103 1983 2003 新城区 Xincheng
        450103 2004 - 青秀区 Qingxiu
        450104 1983 2004 城北区 Chengbei
        450105 1983 - 江南区 Jiangnan
        450106 1983 2004 永新区 Yongxin
        450107 2004 - 西乡塘区 Xixiangtang
        450108 2004 - 良庆区 Liangqing
        450109 2004 - 邕宁区 Yongning
        450110 2015 - 武鸣区 Wuming
        450111 1984 2001 郊区 Suburbs
        450121 1983 2004 邕宁县 Yongning
        450122 1983 2015 武鸣县 Wuming
        450123 2002 - 隆安县 Long'an
        450124 2002 - 马山县 Mashan
        450125 2002 - 上林县 Shanglin
        450126 2002 - 宾阳县 Binyang
        450127 2002 2021 横县 Hengxian
        450181 2021 - 横州市 Hengzhou
        450200 1980 - 柳州市 Liuzhou
        450202 1983 - 城中区 Chengzhong
        450203 1983 - 鱼峰区 Yufeng
        450204 1983 - 柳南区 Liunan
        450205 1983 - 柳北区 Liubei
        450206 2016 - 柳江区 Liujiang
        450211 1984 2002 郊区 Suburbs
        450221 1983 2016 柳江县 Liujiang
        450222 1983 - 柳城县 Liucheng
        450223 2002 - 鹿寨县 Luzhai
        450224 2002 - 融安县 Rong'an
        450225 2002 - 融水苗族自治县 Rongshui Miao
        450226 2002 - 三江侗族自治县 Sanjiang Dong
        450300 1980 - 桂林市 Guilin
        450302 1983 - 秀峰区 Xiufeng
        450303 1983 - 叠彩区 Diecai
        450304 1983 - 象山区 Xiangshan
        450305 1983 - 七星区 Qixing
        450311 1996 - 雁山区 Yanshan
        450312 2013 - 临桂区 Lingui
        450321 1981 - 阳朔县 Yangshuo
        450322 1983 2013 临桂县 Lingui
        450323 1998 - 灵川县 Lingchuan
        450324 1998 - 全州县 Quanzhou
        450325 1998 - 兴安县 Xing'an
        450326 1998 - 永福县 Yongfu
        450327 1998 - 灌阳县 Guanyang
        450328 1998 - 龙胜各族自治县 Longsheng
        450329 1998 - 资源县 Ziyuan
        450330 1998 - 平乐县 Pingle
        450331 1998 2018 荔浦县 Lipu
        450332 1998 - 恭城瑶族自治县 Gongcheng Yao
        450381 2018 - 荔浦市 Lipu
        450400 1980 - 梧州市 Wuzhou
        450403 1983 - 万秀区 Wanxiu
        450404 1983 2013 蝶山区 Dieshan
        450405 2003 - 长洲区 Changzhou
        450406 2013 - 龙圩区 Longxu
        450411 1983 2003 郊区 Suburbs
        450421 1983 - 苍梧县 Cangwu
        450422 1997 - 藤县 Tengxian
        450423 1997 - 蒙山县 Mengshan
        450481 1997 - 岑溪市 Cenxi
        450500 1983 - 北海市 Beihai
        450502 1984 - 海城区 Haicheng
        450503 1994 - 银海区 Yinhai
        450512 1994 - 铁山港区 Tieshangang
        450521 1987 - 合浦县 Hepu
        450600 1993 - 防城港市 Fangchenggang
        450602 1993 - 港口区 Gangkou
        450603 1993 - 防城区 Fangcheng
        450621 1993 - 上思县 Shangsi
        450681 1996 - 东兴市 Dongxing
        450700 1994 - 钦州市 Qinzhou
        450702 1994 - 钦南区 Qinnan
        450703 1994 - 钦北区 Qinbei
        450721 1994 - 灵山县 Lingshan
        450722 1994 - 浦北县 Pubei
        450800 1995 - 贵港市 Guigang
        450802 1995 - 港北区 Gangbei
        450803 1995 - 港南区 Gangnan
        450804 2003 - 覃塘区 Qintang
        450821 1995 - 平南县 Pingnan
        450881 1995 - 桂平市 Guiping
        450900 1997 - 玉林市 Yulin
        450902 1997 - 玉州区 Yuzhou
        450903 2013 - 福绵区 Fumian
        450921 1997 - 容县 Rongxian
        450922 1997 - 陆川县 Luchuan
        450923 1997 - 博白县 Bobai
        450924 1997 - 兴业县 Xingye
        450981 1997 - 北流市 Beiliu
        451000 2002 - 百色市 Baise
        451002 2002 - 右江区 Youjiang
        451003 2019 - 田阳区 Tianyang
        451021 2002 2019 田阳县 Tianyang
        451022 2002 - 田东县 Tiandong
        451023 2002 2019 平果县 Pingguo
        451024 2002 - 德保县 Debao
        451025 2002 2015 靖西县 Jingxi
        451026 2002 - 那坡县 Napo
        451027 2002 - 凌云县 Lingyun
        451028 2002 - 乐业县 Leye
        451029 2002 - 田林县 Tianlin
        451030 2002 - 西林县 Xilin
        451031 2002 - 隆林各族自治县 Longlin
        451081 2015 - 靖西市 Jingxi
        451082 2019 - 平果市 Pingguo
        451100 2002 - 贺州市 Hezhou
        451102 2002 - 八步区 Babu
        451103 2016 - 平桂区 Pinggui
        451121 2002 - 昭平县 Zhaoping
        451122 2002 - 钟山县 Zhongshan
        451123 2002 - 富川瑶族自治县 Fuchuan Yao
        451200 2002 - 河池市 Hechi
        451202 2002 - 金城江区 Jinchengjiang
        451203 2016 - 宜州区 Yizhou
        451221 2002 - 南丹县 Nandan
        451222 2002 - 天峨县 Tian'e
        451223 2002 - 凤山县 Fengshan
        451224 2002 - 东兰县 Donglan
        451225 2002 - 罗城仫佬族自治县 Luocheng Mulao
        451226 2002 - 环江毛南族自治县 Huanjiang Maonan
        451227 2002 - 巴马瑶族自治县 Bama Yao
        451228 2002 - 都安瑶族自治县 Du'an Yao
        451229 2002 - 大化瑶族自治县 Dahua Yao
        451281 2002 2016 宜州市 Yizhou
        451300 2002 - 来宾市 Laibin
        451302 2002 - 兴宾区 Xingbin
        451321 2002 - 忻城县 Xincheng
        451322 2002 - 象州县 Xiangzhou
        451323 2002 - 武宣县 Wuxuan
        451324 2002 - 金秀瑶族自治县 Jinxiu Yao
        451381 2002 - 合山市 Heshan
        451400 2002 - 崇左市 Chongzuo
        451402 2002 - 江州区 Jiangzhou
        451421 2002 - 扶绥县 Fusui
        451422 2002 - 宁明县 Ningming
        451423 2002 - 龙州县 Longzhou
        451424 2002 - 大新县 Daxin
        451425 2002 - 天等县 Tiandeng
        451481 2002 - 凭祥市 Pingxiang
        452100 1980 2002 南宁地区 Nanning (prefecture)
        452101 1980 2002 凭祥市 Pingxiang
        452122 1980 2002 横县 Hengxian
        452123 1980 2002 宾阳县 Binyang
        452124 1980 2002 上林县 Shanglin
        452126 1980 2002 隆安县 Long'an
        452127 1980 2002 马山县 Mashan
        452128 1980 2002 扶绥县 Fusui
        452129 1980 2002 崇左县 Chongzuo
        452130 1980 2002 大新县 Daxin
        452131 1980 2002 天等县 Tiandeng
        452132 1980 2002 宁明县 Ningming
        452133 1980 2002 龙州县 Longzhou
        452200 1980 2002 柳州地区 Liuzhou (prefecture)
        452201 1981 2002 合山市 Heshan
        452223 1980 2002 鹿寨县 Luzhai
        452224 1980 2002 象州县 Xiangzhou
        452225 1980 2002 武宣县 Wuxuan
        452226 1980 2002 来宾县 Laibin
        452227 1980 2002 融安县 Rong'an
        452228 1980 2002 三江侗族自治县 Sanjiang Dong
        452229 1980 2002 融水苗族自治县 Rongshui Miao
        452230 1980 2002 金秀瑶族自治县 Jinxiu Yao
        452231 1980 2002 忻城县 Xincheng
        452400 1997 2002 贺州地区 Hezhou (prefecture)
        452402 1997 2002 贺州市 Hezhou
        452424 1980 2002 昭平县 Zhaoping
        452427 1980 2002 钟山县 Zhongshan
        452428 1983 2002 富川瑶族自治县 Fuchuan Yao
        452600 1980 2002 百色地区 Baise (prefecture)
        452601 1983 2002 百色市 Baise
        452622 1980 2002 田阳县 Tianyang
        452623 1980 2002 田东县 Tiandong
        452624 1980 2002 平果县 Pingguo
        452625 1980 2002 德保县 Debao
        452626 1980 2002 靖西县 Jingxi
        452627 1980 2002 那坡县 Napo
        452628 1980 2002 凌云县 Lingyun
        452629 1980 2002 乐业县 Leye
        452630 1980 2002 田林县 Tianlin
        452631 1980 2002 隆林各族自治县 Longlin
        452632 1980 2002 西林县 Xilin
        452700 1980 2002 河池地区 Hechi (prefecture)
        452701 1983 2002 河池市 Hechi
        452702 1993 2002 宜州市 Yizhou
        452723 1983 2002 罗城仫佬族自治县 Luocheng Mulao
        452724 1986 2002 环江毛南族自治县 Huanjiang Maonan
        452725 1980 2002 南丹县 Nandan
        452726 1980 2002 天峨县 Tian'e
        452727 1980 2002 凤山县 Fengshan
        452728 1980 2002 东兰县 Donglan
        452729 1980 2002 巴马瑶族自治县 Bama Yao
        452730 1980 2002 都安瑶族自治县 Du'an Yao
        452731 1987 2002 大化瑶族自治县 Dahua Yao
        """
}
