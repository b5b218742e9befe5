// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Concurrency;
using static Linux.include.port.freed_h;

namespace Linux
{
    internal unsafe struct list_head
    {
        internal list_head* next;
        internal list_head* prev;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/list.h&gt;: circular doubly linked lists whose links lie inside the elements.</summary>
    internal static unsafe class list_h
    {
        internal static void INIT_LIST_HEAD(list_head* list)
        {
            list->next = list;
            list->prev = list;
        }

        internal static void list_add(list_head* @new, list_head* head) => insert(@new, head, head->next);

        internal static void list_add_tail(list_head* @new, list_head* head) => insert(@new, head->prev, head);

        internal static void list_del(list_head* entry)
        {
            check_freed((ulong*)entry);
            entry->next->prev = entry->prev;
            entry->prev->next = entry->next;
            entry->next = null;
            entry->prev = null;
        }

        /// <summary>Unlinks an element that readers without a lock may stand at: it still leads them on.</summary>
        internal static void list_del_rcu(list_head* entry)
        {
            entry->next->prev = entry->prev;
            rcu_assign_list_pointer(&entry->prev->next, entry->next);
            entry->prev = null;
        }

        [RealMode]
        internal static bool list_empty(list_head* head)
        {
            check_freed((ulong*)head);
            return head->next == head;
        }

        private static void rcu_assign_list_pointer(list_head** p, list_head* v) => Atomics.Write(p, v);

        private static void insert(list_head* @new, list_head* prev, list_head* next)
        {
            check_freed((ulong*)@new);
            check_freed((ulong*)prev);
            check_freed((ulong*)next);
            next->prev = @new;
            @new->next = next;
            @new->prev = prev;
            rcu_assign_list_pointer(&prev->next, @new);         // complete before it is linked
        }
    }
}
