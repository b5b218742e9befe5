/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from the pages of native-layout by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_H
#define NATIVE_LAYOUT_H

#include "dtl.h"
#include "hpt.h"
#include "kvm_allocate_rma.h"
#include "kvm_create_spapr_tce.h"
#include "kvm_dirty_log.h"
#include "kvm_enable_cap.h"
#include "kvm_interrupt.h"
#include "kvm_regs.h"
#include "kvm_run.h"
#include "kvm_run_papr_hcall.h"
#include "kvm_sregs.h"
#include "kvm_sregs_slb.h"
#include "kvm_userspace_memory_region.h"
#include "lppaca.h"
#include "revmap.h"
#include "shared_block.h"
#include "shared_tables.h"
#include "slb_shadow.h"
#include "slot_phys.h"
#include "tce.h"

#endif
