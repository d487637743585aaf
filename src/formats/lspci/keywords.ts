/*
 * First words of the lines that lspci prints and that the playground does not need. They are known, so they are not
 * reported; a line whose first word is not among these, and that is no list of flags, was not understood.
 * @source pciutils lspci.c, ls-caps.c, ls-ecaps.c, ls-caps-vendor.c, ls-vpd.c
 */

/** Up to the first colon, at the level of properties. */
export const PROPERTY_KEYS: ReadonlySet<string> = new Set(
  (
    'Subsystem|Status|Latency|Interrupt|Secondary status|BridgeCtl|Physical Slot|DeviceName|Device tree node|' +
    'Kernel modules|Driver in use|BIST result|Memory window 0|Memory window 1|I/O window 0|I/O window 1|Flags|' +
    'Interrupt is routed to'
  ).split('|'),
);

/** Up to the first colon, inside a capability. */
export const DETAIL_KEYS: ReadonlySet<string> = new Set(
  (
    'DevSta|DevCtl|DevCap2|DevCtl2|DevSta2|LnkCap2|LnkCtl2|LnkSta2|SltCap|SltCtl|SltSta|SltCap2|SltCtl2|SltSta2|' +
    'RootCap|RootCtl|RootSta|RootCmd|AtomicOpsCap|AtomicOpsCtl|Address|Masking|Vector table|PBA|Flags|Status|Bridge|' +
    'UESta|UEMsk|UESvrt|CESta|CEMsk|AERCap|HeaderLog|TLP Header|FlitHdrLog|ErrorSrc|Caps|Arb|Ctrl|Port Arbitration Table|LnkCtl3|' +
    'LaneErrStat|ACSCap|ACSCtl|ATSCap|PRISta|Page Request Capacity|ARICap|ARICtl|PASIDCap|IOVCap|IOVCtl|' +
    'IOVSta|Initial VFs|VF offset|Supported Page Size|VF Migration|L1SubCap|L1SubCtl1|L1SubCtl2|PTMCap|PTMControl|' +
    'PTMClockGranularity|PTMEffectiveGranularity|McastCap|McastCtl|McastBAR|McastReceiveVec|McastBlockAllVec|' +
    'McastBlockUntransVec|McastOverlayBAR|DpcCap|DpcCtl|DpcSta|Source|Max snoop latency|Max no snoop latency|Desc|' +
    'Link0|Link1|Addr|Secondary Status|Upstream|Downstream|Command|Secondary status|Control|Changed|Transmit Margin|' +
    'Compliance Preset/De-emphasis|Compliance De-emphasis|Product Name|Read-only fields|Read/write fields|AFCap|AFCtrl|AFStatus|' +
    'PortCap|PortCtl|PortSta|Phy16Sta|Phy32Cap|Phy32Ctl|Phy32Sta|Phy64Sta|DOECap|DOECtl|DOESta|CXLCap|CXLCtl|' +
    'CXLSta|CXLCap2|CXLCtl2|CXLSta2|CXLCap3|FBCap|FBCtl|FBSta|FBModTS|Range1|Range2|RCRBBaseAddress|GPF Phase 1 Duration|' +
    'GPF Phase 2 Duration|GPF Phase 1 Power|GPF Phase 2 Power|Received Enhanced Link Behavior Control|Modified TS Usage Mode|CapA|CapB|' +
    'CapC|Vendor|IDECap|IDECtl|LinkIDE|SelectiveIDE|Current speed|LNPcap|Data|BAR|Link|Supported Speed|Device|TPHCap|TPHCtl|' +
    'DvsecHeader|FrsCap|FrsCtl|FrsSta|Secondary Bus|Priority|Slave|Host|Primary|IntMsgNum|Mapping Address Base|Bus Number|Slot|Unknown DVSEC|' +
    'Register Locator DVSEC|Block1|Block2|Block3|Block4|Block5|Block6|Entry|Enable|MSI Mapping|DVSEC|Other|Link Type|Capability|Device Capabilities|Device Control|Device Status|' +
    'Revision ID|Link Control 0|Link Control 1|Link Config 0|Link Config 1|Link Error 0|Link Error 1|' +
    'Link Frequency 0|Link Frequency 1|Link Frequency Capability 0|Link Frequency Capability 1|Feature Capability|' +
    'Error Handling|Prefetchable memory behind bridge Upper'
  ).split('|'),
);

/** The first word where no colon follows it. */
export const DETAIL_WORDS: ReadonlySet<string> = new Set(
  (
    'End|Not|Device|Steering|Interrupt|Extended|No|Slot|Max|EmergencyPowerReduction|T_CommonMode|Port|PCIe|Cache|' +
    'Register|GPF|Modified|<error|Completion|FRS|LN|Retimer|BAR|IntMsgNum|Unknown|Dup|Downstream|Upstream|AuxCurrent|' +
    'PortCommonModeRestoreTime|DDR3|DDR2MaxFreq|DDR3MaxFreq|Supported|Reserved|Format|Test|CXL|Null|Vendor|Address|Restricted|' +
    'No_Soft_Reset|Product|VC|MSI|Port|Secondary|Primary|Table|Lane|EcMem|Current|End-End|Ranges|Target|Compliance|' +
    'ReadOnly|Read-only|TEE-IO|IDE|Selective|Capabilities|PM|Rate|Read/write|Transmitter|Attention|Power|Speed|Width'
  ).split('|'),
);
